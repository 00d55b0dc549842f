package dev.heal.spring.cli;

import dev.heal.detect.DetectorKind;
import dev.heal.detect.ProbeKind;
import dev.heal.remediation.RemediationKind;
import dev.heal.spring.binding.Vocabulary;
import dev.heal.text.SafeText;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.io.DefaultResourceLoader;

/**
 * The words that an application brings itself, learned from its classes without starting it: its kinds that have a
 * constructor without arguments, and those that its bean methods make of nothing.
 *
 * <p>Each source looks at each class of the packages; one for words that are made otherwise is joined in {@link #SOURCES}.
 */
final class OwnWords {

    /** Finds words in one class. */
    interface Source {

        /**
         * Adds the words of a class to {@code words}; does nothing if it has none.
         *
         * @throws ReflectiveOperationException if it has one that cannot be made; told to the reader
         */
        void find(Class<?> type, OwnWords words) throws ReflectiveOperationException;
    }

    static final List<Source> SOURCES = List.of(OwnWords::kinds, OwnWords::beans);

    final List<DetectorKind<?>> detectors = new ArrayList<>();
    final List<RemediationKind<?>> remediations = new ArrayList<>();
    final List<ProbeKind> probes = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();

    private OwnWords() {}

    /** The words of all classes of these packages and of those below them. */
    static OwnWords in(List<String> packages, ClassLoader classes) {
        OwnWords words = new OwnWords();
        for (String type : names(packages, classes)) {
            try {
                Class<?> loaded = Class.forName(type, false, classes);
                for (Source source : SOURCES) {
                    source.find(loaded, words);
                }
            } catch (ReflectiveOperationException | RuntimeException | LinkageError failed) {
                words.unknown.add(type + " (" + told(failed) + ")");
            }
        }
        return words;
    }

    /** Heal's own words and these. */
    Vocabulary vocabulary() {
        return new Vocabulary(detectors, remediations, probes);
    }

    /** Classes whose words could not be learned, each with the reason. */
    List<String> unknown() {
        return List.copyOf(unknown);
    }

    private static Set<String> names(List<String> packages, ClassLoader classes) {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false) {
            @Override
            protected boolean isCandidateComponent(AnnotatedBeanDefinition bean) {
                return bean.getMetadata().isIndependent();
            }
        };
        scanner.setResourceLoader(new DefaultResourceLoader(classes));
        scanner.addIncludeFilter((reader, readers) -> true);
        Set<String> names = new TreeSet<>();
        for (String name : new LinkedHashSet<>(packages)) {
            scanner.findCandidateComponents(name).stream()
                    .map(BeanDefinition::getBeanClassName)
                    .forEach(names::add);
        }
        return names;
    }

    private static void kinds(Class<?> type, OwnWords words) throws ReflectiveOperationException {
        if (isKind(type) && !type.isInterface() && !Modifier.isAbstract(type.getModifiers())) {
            words.add(make(type));
        }
    }

    /** Methods that make a kind, of configurations that need nothing. */
    private static void beans(Class<?> type, OwnWords words) {
        for (Method method : type.getDeclaredMethods()) {
            if (!AnnotatedElementUtils.hasAnnotation(method, Bean.class) || !isKind(method.getReturnType())) {
                continue;
            }
            try {
                method.setAccessible(true);
                words.add(method.invoke(Modifier.isStatic(method.getModifiers()) ? null : make(type)));
            } catch (ReflectiveOperationException | RuntimeException | LinkageError failed) {
                words.unknown.add(type.getName() + "." + method.getName() + " (" + told(failed) + ")");
            }
        }
    }

    private static boolean isKind(Class<?> type) {
        return DetectorKind.class.isAssignableFrom(type)
                || RemediationKind.class.isAssignableFrom(type)
                || ProbeKind.class.isAssignableFrom(type);
    }

    private static Object make(Class<?> type) throws ReflectiveOperationException {
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    private static String told(Throwable failure) {
        return failure instanceof NoSuchMethodException || failure instanceof IllegalArgumentException
                ? "it needs arguments"
                : SafeText.of(failure);
    }

    private void add(@Nullable Object kind) {
        if (kind instanceof DetectorKind<?> detector) {
            detectors.add(detector);
        }
        if (kind instanceof RemediationKind<?> remediation) {
            remediations.add(remediation);
        }
        if (kind instanceof ProbeKind probe) {
            probes.add(probe);
        }
    }
}

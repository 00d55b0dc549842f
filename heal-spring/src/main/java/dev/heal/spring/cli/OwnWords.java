package dev.heal.spring.cli;

import dev.heal.detect.DetectorKind;
import dev.heal.detect.ProbeKind;
import dev.heal.remediation.RemediationKind;
import dev.heal.spring.binding.Findings;
import dev.heal.spring.binding.Vocabulary;
import dev.heal.spring.method.MethodWords;
import dev.heal.text.SafeText;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
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
 * constructor without arguments, those that its bean methods make of nothing, and its annotated methods.
 */
final class OwnWords {

    /** A way in which classes bring words; a further way is one more of {@link #SOURCES}. */
    interface Source {

        /** Adds what these classes bring; what cannot be made is told by {@link OwnWords#unknown(String, Throwable)}. */
        void find(Collection<Class<?>> types, OwnWords words);
    }

    private static final List<Source> SOURCES = List.of(OwnWords::kinds, OwnWords::beans, OwnWords::methods);

    final List<DetectorKind<?>> detectors = new ArrayList<>();
    final List<RemediationKind<?>> remediations = new ArrayList<>();
    final List<ProbeKind> probes = new ArrayList<>();

    /** What is wrong with words that were found. */
    final Findings findings = new Findings();

    private final List<String> unknown = new ArrayList<>();

    private OwnWords() {}

    /** The words of all classes of these packages and of those below them. */
    static OwnWords in(List<String> packages, ClassLoader classes) {
        OwnWords words = new OwnWords();
        List<Class<?>> types = new ArrayList<>();
        for (String each : packages) {
            if (names(List.of(each), classes).isEmpty()) {
                words.unknown.add(each + " (there is no class in it)");
            }
        }
        for (String name : names(packages, classes)) {
            try {
                types.add(Class.forName(name, false, classes));
            } catch (ReflectiveOperationException | LinkageError needsMore) {
                // A class for a library that is not there, as Spring Boot has many.
            }
        }
        SOURCES.forEach(source -> source.find(types, words));
        return words;
    }

    /** Heal's own words and these. */
    Vocabulary vocabulary() {
        return new Vocabulary(detectors, remediations, probes);
    }

    /** What brings words that could not be learned, each with the reason. */
    List<String> unknown() {
        return List.copyOf(unknown);
    }

    void unknown(String place, Throwable failure) {
        boolean needsArguments =
                failure instanceof NoSuchMethodException || failure instanceof IllegalArgumentException;
        unknown.add(place + " (" + (needsArguments ? "it needs arguments" : SafeText.of(failure)) + ")");
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
        for (String name : packages) {
            scanner.findCandidateComponents(name).stream()
                    .map(BeanDefinition::getBeanClassName)
                    .forEach(names::add);
        }
        return names;
    }

    private static void kinds(Collection<Class<?>> types, OwnWords words) {
        for (Class<?> type : types) {
            if (isKind(type) && !type.isInterface() && !Modifier.isAbstract(type.getModifiers())) {
                try {
                    words.add(make(type));
                } catch (ReflectiveOperationException | RuntimeException | LinkageError failed) {
                    words.unknown(type.getName(), failed);
                }
            }
        }
    }

    private static void beans(Collection<Class<?>> types, OwnWords words) {
        for (Class<?> type : types) {
            for (Method method : declared(type)) {
                if (isKind(method.getReturnType()) && AnnotatedElementUtils.hasAnnotation(method, Bean.class)) {
                    try {
                        method.setAccessible(true);
                        words.add(method.invoke(Modifier.isStatic(method.getModifiers()) ? null : make(type)));
                    } catch (ReflectiveOperationException | RuntimeException | LinkageError failed) {
                        words.unknown(type.getName() + "." + method.getName(), failed);
                    }
                }
            }
        }
    }

    /** Methods with {@code @HealDetector} or {@code @HealRemediation}. */
    private static void methods(Collection<Class<?>> types, OwnWords words) {
        MethodWords found = MethodWords.of(types);
        words.detectors.addAll(found.detectors());
        words.remediations.addAll(found.remediations());
        words.findings.addAll(found.findings());
    }

    private static Method[] declared(Class<?> type) {
        try {
            return type.getDeclaredMethods();
        } catch (LinkageError needsMore) {
            return new Method[0];
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

    private void add(@Nullable Object kind) {
        boolean isKnown = kind != null && (has(detectors, kind) || has(remediations, kind) || has(probes, kind));
        if (isKnown) {
            return;
        }
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

    /** A kind that a bean method declares by its interface may be of a class that was found already. */
    private static boolean has(List<?> kinds, Object kind) {
        return kinds.stream().anyMatch(one -> one.getClass() == kind.getClass());
    }
}

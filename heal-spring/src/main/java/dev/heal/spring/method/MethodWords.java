package dev.heal.spring.method;

import dev.heal.detect.DetectorKind;
import dev.heal.remediation.RemediationKind;
import dev.heal.spring.binding.Findings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * The words that methods of beans add to the vocabulary.
 *
 * @param detectors those of {@code @HealDetector}
 * @param remediations those of {@code @HealRemediation}
 * @param findings what is wrong with others; they are no words
 */
public record MethodWords(List<DetectorKind<?>> detectors, List<RemediationKind<?>> remediations, Findings findings) {

    /**
     * The words of a class by itself, without an application: names and settings are known, and {@code create} throws.
     */
    public static MethodWords of(Class<?> type) {
        WordScan scan = new WordScan();
        scan.look(null, type, null, null);
        return scan.words();
    }

    /**
     * The words of all beans, found by the types that their definitions tell: no bean is made. A bean is got when a target
     * that uses its word is put together.
     */
    public static MethodWords of(ConfigurableListableBeanFactory beans) {
        WordScan scan = new WordScan();
        for (String name : beans.getBeanDefinitionNames()) {
            Class<?> type = ScopedProxyUtils.isScopedTarget(name) ? null : typeOf(beans, name);
            if (type != null && WordScan.mayHaveWords(type)) {
                scan.look(name, type, beans, scopeOf(beans, name));
            }
        }
        return scan.words();
    }

    /** Those of all these classes, as {@link #of(Class)} of each. */
    public static MethodWords of(Collection<Class<?>> types) {
        WordScan scan = new WordScan();
        types.forEach(type -> scan.look(null, type, null, null));
        return scan.words();
    }

    /**
     * Methods that are annotated in the class that a bean turned out to be, and were not to be seen in the type that its
     * definition tells. For when all beans are made.
     */
    public Findings overlooked(ConfigurableListableBeanFactory beans) {
        MethodWords now = of(beans);
        Findings overlooked = new Findings();
        List<String> known = new ArrayList<>(places());
        findings.all().forEach(finding -> known.add(finding.property()));
        for (Word word : now.all()) {
            if (!known.contains(WordScan.property(word))) {
                overlooked.add(WordScan.overlooked(word));
            }
        }
        return overlooked;
    }

    private List<Word> all() {
        List<Word> words = new ArrayList<>();
        detectors.forEach(kind -> words.add(((MethodDetectorKind<?>) kind).word()));
        remediations.forEach(kind -> words.add(((MethodRemediationKind) kind).word()));
        return words;
    }

    private List<String> places() {
        return all().stream().map(WordScan::property).toList();
    }

    private static @Nullable Class<?> typeOf(ConfigurableListableBeanFactory beans, String name) {
        try {
            BeanDefinition definition = beans.getMergedBeanDefinition(name);
            if (definition.isAbstract()) {
                return null;
            }
            // A bean that is made already may be a proxy that knows only interfaces.
            Object original = definition.getAttribute(AutoProxyUtils.ORIGINAL_TARGET_CLASS_ATTRIBUTE);
            Class<?> type = original instanceof Class<?> known ? known : beans.getType(name, false);
            return type == null ? null : ClassUtils.getUserClass(type);
        } catch (RuntimeException | LinkageError unknown) {
            // A bean whose type cannot be told is not ours to complain about.
            return null;
        }
    }

    /** The scope, or null for a singleton. */
    private static @Nullable String scopeOf(ConfigurableListableBeanFactory beans, String name) {
        String target = ScopedProxyUtils.getTargetBeanName(name);
        BeanDefinition definition = beans.getMergedBeanDefinition(beans.containsBeanDefinition(target) ? target : name);
        return definition.isSingleton() ? null : definition.getScope();
    }
}

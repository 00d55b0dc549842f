package dev.heal.spring.breaker;

import dev.heal.guard.Guard;
import dev.heal.guard.Recorder;
import dev.heal.spring.binding.ConfigurationTree;
import dev.heal.spring.binding.SettingsReader;
import dev.heal.text.SafeText;
import dev.heal.time.Clock;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Stands in front of every {@link CircuitBreakerRegistry} before anybody gets hold of it, and has the breakers that targets
 * name recorded there: also those that are added or replaced later, and those of a registry that takes another's place.
 *
 * <p>Where to record is said once heal is assembled; a breaker whose target is switched off is never told.
 */
public final class RecordedBreakers implements BeanPostProcessor, PriorityOrdered {

    private static final Logger LOG = LoggerFactory.getLogger(RecordedBreakers.class);
    private static final String NOT_HEEDED =
            "those of code; @CircuitBreaker has no effect here, for Resilience4j's aspect is not there:"
                    + " it needs spring-boot-starter-aspectj";

    private final ConfigurableListableBeanFactory beans;
    private final Map<String, Recorder> recorders = new LinkedHashMap<>();
    private final Map<String, String> byTarget = new ConcurrentHashMap<>();

    public RecordedBreakers(ConfigurableEnvironment environment, ConfigurableListableBeanFactory beans) {
        this.beans = beans;
        ConfigurationTree tree = ConfigurationTree.of(environment);
        Set<String> driven = SettingsReader.drivenBreakers(tree);
        for (String breaker : SettingsReader.breakers(tree)) {
            recorders.put(breaker, driven.contains(breaker) ? Recorder.driving(Clock.system()) : new Recorder());
        }
    }

    /** Before proxies are put around beans: those stay outside. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (!(bean instanceof CircuitBreakerRegistry registry) || recorders.isEmpty() || isRecorded(registry)) {
            return bean;
        }
        try {
            Class<?> declared = declaredType(name);
            if (!declared.isAssignableFrom(RecordingRegistry.class)) {
                LOG.warn(
                        "calls through the circuit breakers of the bean {} are not recorded, because it is declared as {}:"
                                + " declare it as CircuitBreakerRegistry",
                        name,
                        declared.getName());
                return bean;
            }
            return new RecordingRegistry(registry, recorders);
        } catch (RuntimeException failed) {
            LOG.warn(
                    "calls through the circuit breakers of the bean {} are not recorded: {}",
                    name,
                    SafeText.of(failed));
            return bean;
        }
    }

    /** Whoever wants the bean by a class of its own would get none of that class any more. */
    private Class<?> declaredType(String name) {
        if (!beans.containsBeanDefinition(name)) {
            return CircuitBreakerRegistry.class;
        }
        Class<?> declared =
                beans.getMergedBeanDefinition(name).getResolvableType().resolve(Object.class);
        return FactoryBean.class.isAssignableFrom(declared) ? CircuitBreakerRegistry.class : declared;
    }

    /** What stands for a bean of another scope hands calls on to one that has been here itself. */
    private static boolean isRecorded(CircuitBreakerRegistry registry) {
        return registry instanceof RecordingRegistry || registry instanceof ScopedObject;
    }

    /** What measures the breaker of that name; empty if no target names it, or no registry in reach has had it. */
    public Optional<Recorder> find(String breaker) {
        return Optional.ofNullable(recorders.get(breaker))
                .filter(recorder -> recorder.breaker().isPresent());
    }

    /**
     * Has the breaker's calls recorded for the target, if the target's guard stands around that breaker.
     *
     * @param isAnnotationHeeded whether Resilience4j's aspect is there, for the log
     */
    public void recordFor(Guard target, String breaker, boolean isAnnotationHeeded) {
        Optional<Recorder> found =
                find(breaker).filter(recorder -> recorder.breaker().orElseThrow() == target.breaker());
        if (found.isPresent()) {
            found.get().recordFor(target);
            byTarget.put(target.name(), breaker);
            LOG.info(
                    "calls through the circuit breaker {} are recorded for the target {} ({})",
                    SafeText.of(breaker),
                    SafeText.of(target.name()),
                    isAnnotationHeeded ? "@CircuitBreaker needs no change" : NOT_HEEDED);
            if (found.get().cannotDrive()) {
                LOG.warn(
                        "the circuit breaker {} is not driven, for it is not of Resilience4j's own class: its calls cost"
                                + " what they cost without heal",
                        SafeText.of(breaker));
            }
        }
    }

    /** The circuit breaker whose calls are recorded for a target, by the target's name. */
    public Map<String, String> byTarget() {
        return Map.copyOf(byTarget);
    }
}

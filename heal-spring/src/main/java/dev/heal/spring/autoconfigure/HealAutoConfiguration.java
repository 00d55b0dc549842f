package dev.heal.spring.autoconfigure;

import com.zaxxer.hikari.HikariDataSource;
import dev.heal.Heal;
import dev.heal.admission.LoadShedder;
import dev.heal.observe.Observer;
import dev.heal.observe.TracingObserver;
import dev.heal.spring.HealCustomizer;
import dev.heal.spring.aspect.BreakerAnnotation;
import dev.heal.spring.binding.HealSettings;
import dev.heal.spring.binding.TargetSettings;
import dev.heal.spring.breaker.RecordedBreakers;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.ConfigurableEnvironment;

/** The loop, if there is a target. */
@AutoConfiguration(after = HealedAutoConfiguration.class)
@Conditional(OnHealTargets.class)
final class HealAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    Heal heal(
            HealSettings settings,
            ListableBeanFactory beans,
            ObjectProvider<CircuitBreakerRegistry> breakers,
            RecordedBreakers recorded,
            Routers routers,
            ObjectProvider<Observer> observers,
            ObjectProvider<HealCustomizer> customizers,
            ObjectProvider<LoadShedder> shedders,
            ObjectProvider<MeterRegistry> meters,
            ObjectProvider<OpenTelemetry> telemetry) {
        ResourceBeans resources = new ResourceBeans(beans);
        TargetAssembly targets = new TargetAssembly(resources, new RegistryBreakers(breakers, recorded));
        List<Observer> told = new ArrayList<>(observers.orderedStream().toList());
        telemetry.ifUnique(traces -> told.add(new TracingObserver(traces)));
        List<HealCustomizer> changes = new ArrayList<>();
        changes.add(builder -> shedders.forEach(builder::shedder));
        changes.addAll(customizers.orderedStream().toList());
        Heal heal = new HealAssembly(
                        settings,
                        targets,
                        new RouterAssembly(settings, resources, routers),
                        told,
                        changes,
                        meters.getIfUnique())
                .assemble();
        for (TargetSettings target : settings.targets()) {
            String breaker = target.circuitBreaker();
            if (breaker != null && heal.targets().contains(target.name())) {
                recorded.recordFor(heal.guard(target.name()), breaker, BreakerAnnotation.isHeeded(beans));
            }
        }
        return heal;
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    @ConditionalOnMissingBean
    static RecordedBreakers healRecordedBreakers(
            ConfigurableEnvironment environment, ConfigurableListableBeanFactory beans) {
        return new RecordedBreakers(environment, beans);
    }

    @Bean
    @ConditionalOnMissingBean
    HealLifecycle healLifecycle(Heal heal, HealSettings settings) {
        return new HealLifecycle(heal, settings);
    }

    /** Apart, because HikariCP need not be there. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(HikariDataSource.class)
    static final class Pools {

        @Bean
        @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
        @ConditionalOnMissingBean
        static RestartablePools healRestartablePools(ConfigurableEnvironment environment, BeanFactory beans) {
            return new RestartablePools(environment, beans);
        }
    }
}

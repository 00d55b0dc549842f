package dev.heal.spring.autoconfigure;

import dev.heal.Heal;
import dev.heal.detect.DetectorKind;
import dev.heal.detect.ProbeKind;
import dev.heal.remediation.RemediationKind;
import dev.heal.spring.aspect.Guards;
import dev.heal.spring.aspect.HealedAdvisor;
import dev.heal.spring.aspect.HealedMethods;
import dev.heal.spring.aspect.HealedOrder;
import dev.heal.spring.binding.ConfigurationTree;
import dev.heal.spring.binding.HealSettings;
import dev.heal.spring.binding.SettingsReader;
import dev.heal.spring.binding.Vocabulary;
import dev.heal.spring.breaker.RecordedBreakers;
import dev.heal.spring.method.MethodWords;
import java.util.stream.Stream;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The annotation and the report of the start. They are there without any target, too: fallbacks work, and a misspelt
 * {@code heal.targets} is told.
 */
@AutoConfiguration
@Import(ProxyRegistrar.class)
final class HealedAutoConfiguration {

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    @ConditionalOnMissingBean
    static Guards healGuards() {
        return new Guards();
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    @ConditionalOnMissingBean
    static HealedMethods healedMethods() {
        return new HealedMethods();
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    @ConditionalOnMissingBean
    static HealedAdvisor healedAdvisor(HealedMethods methods, Guards guards, ConfigurableEnvironment environment) {
        return new HealedAdvisor(methods, guards, SettingsReader.aspectOrder(ConfigurationTree.of(environment)));
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static HealedOrder healedOrder(ConfigurableEnvironment environment) {
        return new HealedOrder(SettingsReader.aspectOrder(ConfigurationTree.of(environment)));
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static HealBeans healBeans() {
        return new HealBeans();
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    @ConditionalOnMissingBean
    static MethodWords healMethodWords(ConfigurableListableBeanFactory beans) {
        return MethodWords.of(beans);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static RouterBeans healRouterBeans(ConfigurableEnvironment environment) {
        return new RouterBeans(environment);
    }

    @Bean
    @ConditionalOnMissingBean
    Routers healRouters(
            ConfigurableEnvironment environment, ListableBeanFactory beans, ObjectProvider<ProbeKind> probes) {
        return new Routers(environment, beans, probes);
    }

    @Bean
    @ConditionalOnMissingBean
    HealSettings healSettings(
            ConfigurableEnvironment environment,
            MethodWords words,
            ObjectProvider<DetectorKind<?>> detectors,
            ObjectProvider<RemediationKind<?>> remediations,
            ObjectProvider<ProbeKind> probes) {
        Vocabulary vocabulary = new Vocabulary(
                Stream.concat(detectors.orderedStream(), words.detectors().stream())
                        .toList(),
                Stream.concat(remediations.orderedStream(), words.remediations().stream())
                        .toList(),
                probes.orderedStream().toList());
        HealSettings settings = new SettingsReader(vocabulary).read(ConfigurationTree.of(environment));
        // After the reading: a method that cannot be a word switches off only the targets that use it.
        settings.findings().addAll(words.findings());
        return settings;
    }

    @Bean
    @ConditionalOnMissingBean
    StartReport healStartReport(
            HealSettings settings,
            MethodWords words,
            HealedMethods methods,
            Guards guards,
            ConfigurableListableBeanFactory beans,
            ObjectProvider<Heal> heal,
            ObjectProvider<RecordedBreakers> recorded) {
        return new StartReport(settings, words, methods, guards, beans, heal, recorded);
    }
}

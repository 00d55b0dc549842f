package dev.heal.spring.autoconfigure;

import dev.heal.Heal;
import dev.heal.spring.actuate.HealHealthIndicator;
import dev.heal.spring.binding.HealSettings;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** The health indicator, where the team asks for it, whatever it says of indicators in general. */
@AutoConfiguration(after = HealAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnBooleanProperty("management.health.heal.enabled")
@ConditionalOnBean({Heal.class, HealSettings.class})
final class HealHealthAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "healHealthIndicator")
    HealHealthIndicator healHealthIndicator(Heal heal, HealSettings settings, Environment environment) {
        boolean down = environment.getProperty("management.health.heal.down-when-escalated", Boolean.class, false);
        return new HealHealthIndicator(heal, settings, down);
    }
}

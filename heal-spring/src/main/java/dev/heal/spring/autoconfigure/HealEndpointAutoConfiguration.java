package dev.heal.spring.autoconfigure;

import dev.heal.Heal;
import dev.heal.spring.actuate.HealEndpoint;
import dev.heal.spring.actuate.IncidentsEndpoint;
import dev.heal.spring.actuate.Nonces;
import dev.heal.spring.binding.HealSettings;
import dev.heal.time.Clock;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/** The web endpoints, where the actuator is there and the team exposes them. */
@AutoConfiguration(after = HealAutoConfiguration.class)
@ConditionalOnClass({WebEndpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnWebApplication
@ConditionalOnBean({Heal.class, HealSettings.class})
final class HealEndpointAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
    HealEndpoint healEndpoint(Heal heal, HealSettings settings) {
        return new HealEndpoint(heal, settings);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
    IncidentsEndpoint healIncidentsEndpoint(Heal heal, HealSettings settings, Nonces nonces) {
        return new IncidentsEndpoint(heal, settings.access(), nonces);
    }

    @Bean
    @ConditionalOnMissingBean
    Nonces healNonces() {
        return new Nonces(Clock.system());
    }
}

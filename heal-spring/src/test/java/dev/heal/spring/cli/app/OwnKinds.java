package dev.heal.spring.cli.app;

import dev.heal.detect.DetectorKind;
import dev.heal.guard.Guard;
import dev.heal.remediation.NoSettings;
import dev.heal.remediation.Remediation;
import dev.heal.remediation.RemediationKind;
import dev.heal.resource.Resources;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Words that an application brings itself, as beans. */
@Configuration(proxyBeanMethods = false)
class OwnKinds {

    /** Found as a class already: one word, not two of one name. */
    @Bean
    DetectorKind<?> stalePrices() {
        return new StaleKind();
    }

    @Bean
    static RemediationKind<NoSettings> logInAgain() {
        return new RemediationKind<>() {
            @Override
            public String name() {
                return "log-in-again";
            }

            @Override
            public NoSettings defaults() {
                return new NoSettings();
            }

            @Override
            public Remediation create(NoSettings settings, Guard guard, Resources resources) {
                throw new AssertionError("nothing is made offline");
            }
        };
    }
}

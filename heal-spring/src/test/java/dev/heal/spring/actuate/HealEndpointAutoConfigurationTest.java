package dev.heal.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.Heal;
import dev.heal.spring.autoconfigure.Apps;
import jakarta.servlet.Filter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.util.ClassUtils;

@DisplayName("Endpoints and health are there where they can be, and missed nowhere")
class HealEndpointAutoConfigurationTest {

    private static final Class<?>[] OURS = {
        named("HealEndpointAutoConfiguration"), named("HealHealthAutoConfiguration"),
    };

    @ParameterizedTest(name = "without {0}")
    @ValueSource(
            strings = {
                "org.springframework.boot.actuate",
                "org.springframework.boot.health",
                "org.springframework.web",
                "jakarta.servlet",
                "reactor",
                "org.springframework.security",
                "none of these"
            })
    void healWorksWithout(String what) {
        String[] hidden = what.equals("none of these")
                ? new String[] {
                    "org.springframework.boot.actuate", "org.springframework.boot.health", "org.springframework.web",
                    "jakarta.servlet", "reactor", "org.springframework.security"
                }
                : new String[] {what};
        runner().withClassLoader(new FilteredClassLoader(hidden))
                .withPropertyValues("management.health.heal.enabled=true")
                .run(app -> assertThat(app).hasNotFailed().hasSingleBean(Heal.class));
    }

    @Test
    void whatIsNotExposedIsNotThere() {
        runner().run(app ->
                assertThat(app).doesNotHaveBean(HealEndpoint.class).doesNotHaveBean(HealHealthIndicator.class));
        web().run(app -> assertThat(app).doesNotHaveBean(HealEndpoint.class).doesNotHaveBean(IncidentsEndpoint.class));
        web().withPropertyValues("management.endpoints.web.exposure.include=heal,incidents")
                .run(app -> assertThat(app).hasSingleBean(HealEndpoint.class).hasSingleBean(IncidentsEndpoint.class));
        web().withPropertyValues(
                        "management.endpoints.web.exposure.include=heal,incidents",
                        "management.endpoint.heal.access=NONE")
                .run(app -> assertThat(app).doesNotHaveBean(HealEndpoint.class));
        web().withPropertyValues("management.endpoints.jmx.exposure.include=*", "spring.jmx.enabled=true")
                .run(app -> assertThat(app).as("JMX knows nobody by name").doesNotHaveBean(HealEndpoint.class));
    }

    @Test
    void healthIsThereOnlyWhenAskedFor() {
        runner().withPropertyValues("management.health.heal.enabled=true")
                .run(app -> assertThat(app).hasSingleBean(HealHealthIndicator.class));
        runner().withPropertyValues("management.health.heal.enabled=false")
                .run(app -> assertThat(app).doesNotHaveBean(HealHealthIndicator.class));
    }

    @Test
    void aTargetIsReadWithItsPolicyAndWhereEachValueWasWritten() {
        web().withPropertyValues("management.endpoints.web.exposure.include=heal", "heal.access.anonymous-read=true")
                .run(app -> {
                    var answer = app.getBean(HealEndpoint.class)
                            .target(org.springframework.boot.actuate.endpoint.SecurityContext.NONE, "inventory");

                    Map<?, ?> json = (Map<?, ?>) answer.getBody();
                    assertThat(json.get("state")).isEqualTo("watching");
                    assertThat((List<?>) json.get("words")).isNotEmpty();
                    assertThat(json.get("policy").toString())
                            .contains("oldest-borrow", "value=2s", "origin=application.yml:");
                });
    }

    @Test
    void anybodyReadsOnlyIfTheTeamSaysSo() {
        web().withPropertyValues("management.endpoints.web.exposure.include=heal")
                .run(app -> assertThat(app.getBean(HealEndpoint.class)
                                .targets(org.springframework.boot.actuate.endpoint.SecurityContext.NONE)
                                .getStatus())
                        .isEqualTo(403));
    }

    private static ApplicationContextRunner runner() {
        return Apps.with(Apps.YAML, Apps.TwoPools.class).withConfiguration(AutoConfigurations.of(OURS));
    }

    private static WebApplicationContextRunner web() {
        assertThat(Filter.class).isNotNull();
        return new WebApplicationContextRunner()
                .withInitializer(context -> dev.heal.spring.binding.Yaml.load("application.yml", Apps.YAML)
                        .forEach(context.getEnvironment().getPropertySources()::addLast))
                .withConfiguration(AutoConfigurations.of(
                        named("HealedAutoConfiguration"), named("HealAutoConfiguration"), OURS[0], OURS[1]))
                .withUserConfiguration(Apps.TwoPools.class);
    }

    private static Class<?> named(String name) {
        return ClassUtils.resolveClassName(
                "dev.heal.spring.autoconfigure." + name, HealEndpointAutoConfigurationTest.class.getClassLoader());
    }
}

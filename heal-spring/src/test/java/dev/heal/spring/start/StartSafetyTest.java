package dev.heal.spring.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.Heal;
import dev.heal.spring.Healed;
import dev.heal.spring.OwnJournal;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.env.MapPropertySource;
import org.springframework.javapoet.ClassName;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** Everything at once: actuator, Spring Security, a pool, Resilience4j, aspects, and heal among them. */
@DisplayName("An application starts with heal as it starts without")
@ExtendWith(OutputCaptureExtension.class)
@Timeout(120)
class StartSafetyTest {

    private static final Map<String, Object> SETTINGS = Map.ofEntries(
            Map.entry("server.port", "0"),
            Map.entry("server.address", "127.0.0.1"),
            Map.entry("spring.main.banner-mode", "off"),
            Map.entry("spring.datasource.url", "jdbc:postgresql://127.0.0.1:1/none"),
            Map.entry("spring.security.user.password", "of-a-test"),
            Map.entry("management.endpoints.web.exposure.include", "*"),
            Map.entry("management.endpoint.heal.access", "unrestricted"),
            Map.entry("management.health.heal.enabled", "true"),
            Map.entry("resilience4j.circuitbreaker.instances.inventory.sliding-window-size", "10"),
            Map.entry("heal.strict", "true"),
            Map.entry("heal.policies.jdbc.detectors.stalled.pool-stalled.oldest-borrow", "2s"),
            Map.entry("heal.policies.jdbc.steps.restart.do.restart-pool", ""),
            Map.entry("heal.policies.jdbc.steps.restart.verify.probe", "jdbc"),
            Map.entry("heal.targets.inventory.policy", "jdbc"),
            Map.entry("heal.targets.inventory.resource", "dataSource"),
            Map.entry("heal.targets.inventory.circuit-breaker", "inventory"));

    @ParameterizedTest(name = "management port: {0}")
    @ValueSource(strings = {"", "0"})
    void quietly(String managementPort, CapturedOutput output) {
        try (ConfigurableApplicationContext app = start("management.server.port=" + managementPort)) {
            app.getBean(Shop.class).find();

            List<String> lines = output.getAll()
                    .lines()
                    .filter(line -> line.matches("\\d\\d:\\d\\d:.*"))
                    .map(line -> line.replaceFirst("^\\S+ ", ""))
                    .map(line -> line.replaceFirst("journal is in \\S+;", "journal is in [directory];"))
                    .toList();
            assertThat(lines)
                    .containsExactly(
                            "INFO  dev.heal.journal the journal is in [directory]; it holds 0 records from before",
                            "INFO  d.h.s.b.RecordedBreakers calls through the circuit breaker inventory are recorded for the"
                                    + " target inventory (@CircuitBreaker needs no change)",
                            "INFO  dev.heal inventory: watched by stalled; steps: restart (observe)");
        }
    }

    @Test
    void lazily() {
        try (ConfigurableApplicationContext app = start("spring.main.lazy-initialization=true")) {
            assertThat(app.getBeanFactory().containsSingleton("shop")).isFalse();

            assertThat(app.getBean(Shop.class).find()).isEqualTo("found");
            assertThat(app.getBean(Shop.class).count()).isEqualTo(1);
            assertThat(app.getBean(Heal.class).status("inventory").calls().values())
                    .as("both calls are recorded")
                    .contains(2L);
        }
    }

    @Test
    void belowAnotherThatHasHeal() {
        try (ConfigurableApplicationContext parent = start("spring.main.web-application-type=none");
                ConfigurableApplicationContext child = new SpringApplicationBuilder(App.class)
                        .parent(parent)
                        .properties(SETTINGS)
                        .run()) {
            assertThat(child.getBean(Heal.class)).isSameAs(parent.getBean(Heal.class));
        }
    }

    @Test
    void besideAnotherAndOnceMore() {
        try (ConfigurableApplicationContext one = start();
                ConfigurableApplicationContext other = startWithAnotherJournal()) {
            one.getBean(Shop.class).find();

            assertThat(one.getBean(Heal.class).status("inventory").calls().values())
                    .contains(1L);
            assertThat(other.getBean(Heal.class).status("inventory").calls().values())
                    .containsOnly(0L);
        }
        try (ConfigurableApplicationContext again = start()) {
            assertThat(again.getBean(Shop.class).find()).isEqualTo("found");
            assertThat(again.getBean(CircuitBreakerRegistry.class)
                            .circuitBreaker("inventory")
                            .getMetrics()
                            .getNumberOfSuccessfulCalls())
                    .isEqualTo(1);
        }
    }

    @Test
    void processedAheadOfTime() {
        try (AnnotationConfigApplicationContext app = new AnnotationConfigApplicationContext()) {
            Map<String, Object> settings = new HashMap<>(SETTINGS);
            settings.put("heal.routers.stock.regions.east.url", "https://east.example");
            settings.put("heal.routers.stock.regions.west.url", "https://west.example");
            settings.put("heal.routers.stock.probe.path", "/health");
            app.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", settings));
            app.register(App.class);
            InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
            DefaultGenerationContext generated =
                    new DefaultGenerationContext(new ClassNameGenerator(ClassName.get("test", "Ahead")), files);

            new ApplicationContextAotGenerator().processAheadOfTime(app, generated);
            generated.writeGeneratedContent();

            assertThat(files.getGeneratedFiles(GeneratedFiles.Kind.SOURCE).keySet())
                    .contains(
                            "dev/heal/spring/autoconfigure/HealAutoConfiguration__BeanDefinitions.java",
                            "dev/heal/spring/autoconfigure/Routers__BeanDefinitions.java");
        }
    }

    /** A directory is held by one application at a time. */
    private static ConfigurableApplicationContext startWithAnotherJournal() {
        OwnJournal.another();
        return start();
    }

    private static ConfigurableApplicationContext start(String... properties) {
        return new SpringApplicationBuilder(App.class)
                .properties(SETTINGS)
                .properties(properties)
                .run();
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {

        @Bean
        Shop shop() {
            return new Shop();
        }

        @Bean
        @ConditionalOnWebApplication
        SecurityFilterChain chain(HttpSecurity http) throws Exception {
            return http.build();
        }
    }

    static class Shop {

        @CircuitBreaker(name = "inventory")
        public String find() {
            return "found";
        }

        @Healed(name = "inventory")
        public int count() {
            return 1;
        }
    }
}

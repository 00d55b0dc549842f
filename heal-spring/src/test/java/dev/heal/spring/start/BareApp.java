package dev.heal.spring.start;

import dev.heal.Heal;
import dev.heal.remediation.Risk;
import dev.heal.spring.HealDetector;
import dev.heal.spring.HealRemediation;
import dev.heal.spring.Healed;
import java.util.Map;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** An application that knows of no library but Spring Boot and heal. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class BareApp {

    /** Starts it, calls it, and ends it. */
    public static String targets() {
        Map<String, Object> settings = Map.ofEntries(
                Map.entry("server.port", "0"),
                Map.entry("server.address", "127.0.0.1"),
                Map.entry("spring.main.banner-mode", "off"),
                Map.entry("logging.level.root", "WARN"),
                Map.entry("spring.datasource.url", "jdbc:postgresql://127.0.0.1:1/none"),
                Map.entry("management.endpoints.web.exposure.include", "*"),
                Map.entry("management.health.heal.enabled", "true"),
                Map.entry("heal.strict", "true"),
                Map.entry("heal.policies.stock.detectors.sick.sick-stock", ""),
                Map.entry("heal.policies.stock.steps.refill.do.refill-stock", ""),
                Map.entry("heal.targets.inventory.policy", "stock"));
        alone();
        try (ConfigurableApplicationContext app =
                new SpringApplicationBuilder(BareApp.class).properties(settings).run()) {
            app.getBean(Stock.class).find();
            return app.getBean(Heal.class).targets().toString();
        }
    }

    /** Tomcat takes it that there is one of it in a process. */
    private static void alone() {
        try {
            Class.forName("org.apache.catalina.webresources.TomcatURLStreamHandlerFactory")
                    .getMethod("disable")
                    .invoke(null);
        } catch (ReflectiveOperationException without) {
            // Then there is nothing to be said to it.
        }
    }

    @Bean
    Stock stock() {
        return new Stock();
    }

    /** What is healed. */
    public static class Stock {

        @Healed(name = "inventory", fallbackMethod = "none")
        public String find() {
            return "found";
        }

        String none(Throwable failure) {
            return "none";
        }

        @HealRemediation(value = "refill-stock", risk = Risk.SAFE)
        public void refill() {}

        @HealDetector("sick-stock")
        public boolean isSick() {
            return false;
        }
    }
}

package dev.heal.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.Heal;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

@DisplayName("Beside resilience4j-spring-boot4")
@ExtendWith(OutputCaptureExtension.class)
class BesideResilience4jTest {

    @Test
    void a_target_finds_an_instance_that_is_only_written_in_application_yml(CapturedOutput output) {
        try (ConfigurableApplicationContext shop = new SpringApplicationBuilder(Shop.class)
                .properties("spring.config.name=breakers")
                .run()) {
            assertThat(shop.getBean(Heal.class).targets()).containsExactly("stock");

            assertThat(shop.getBean(Stock.class).find()).isEqualTo("found");

            assertThat(shop.getBean(CircuitBreakerRegistry.class)
                            .circuitBreaker("stock")
                            .getMetrics()
                            .getNumberOfSuccessfulCalls())
                    .isEqualTo(1);
            assertThat(output).doesNotContain("ERROR", "is not eligible for getting processed");
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration(excludeName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
    static class Shop {
        @Bean
        Stock stock() {
            return new Stock();
        }
    }

    static class Stock {
        @Healed(name = "stock")
        public String find() {
            return "found";
        }
    }
}

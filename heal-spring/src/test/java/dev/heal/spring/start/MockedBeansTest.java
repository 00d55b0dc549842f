package dev.heal.spring.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.Heal;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;

@DisplayName("An application's own tests may put mocks where heal expects a pool or circuit breakers")
class MockedBeansTest {

    @Nested
    @OfAShop
    class APoolThatIsAMock {
        @MockitoBean
        DataSource pool;

        @Test
        void is_not_healed_and_the_application_is_there(@Autowired Heal heal, @Autowired Shop shop) {
            assertThat(heal.targets()).isEmpty();
            assertThat(shop.find()).isEqualTo("found");
        }
    }

    @Nested
    @OfAShop
    class ARegistryThatIsAMock {
        @MockitoBean
        CircuitBreakerRegistry registry;

        @Test
        void is_not_healed_and_the_application_is_there(@Autowired Heal heal) {
            assertThat(heal.targets()).isEmpty();
        }
    }

    @Nested
    @OfAShop
    class ASpy {
        @MockitoSpyBean
        CircuitBreakerRegistry registry;

        @Test
        void is_healed_all_the_same(@Autowired Heal heal, @Autowired Shop shop) {
            shop.find();

            assertThat(heal.targets()).containsExactly("inventory");
            assertThat(registry.circuitBreaker("inventory").getMetrics().getNumberOfSuccessfulCalls())
                    .isEqualTo(1);
        }
    }

    @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
    @SpringBootTest(classes = App.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
    @TestPropertySource(
            properties = {
                "spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none",
                "resilience4j.circuitbreaker.instances.inventory.sliding-window-size=10",
                "heal.policies.jdbc.detectors.stalled.pool-stalled.oldest-borrow=2s",
                "heal.policies.jdbc.steps.restart.do.restart-pool=",
                "heal.policies.jdbc.steps.restart.verify.probe=jdbc",
                "heal.targets.inventory.policy=jdbc",
                "heal.targets.inventory.resource=dataSource",
                "heal.targets.inventory.circuit-breaker=inventory"
            })
    @interface OfAShop {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {
        @Bean
        Shop shop() {
            return new Shop();
        }
    }

    static class Shop {
        @CircuitBreaker(name = "inventory")
        public String find() {
            return "found";
        }
    }
}

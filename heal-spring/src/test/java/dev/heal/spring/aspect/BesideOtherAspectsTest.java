package dev.heal.spring.aspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.heal.Heal;
import dev.heal.resource.Restartable;
import dev.heal.resource.RestartablePool;
import dev.heal.spring.Healed;
import dev.heal.spring.autoconfigure.Apps;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.retry.annotation.Retry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Mockito;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.EnableAspectJAutoProxy;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

@DisplayName("@Healed beside the aspects of others")
@ExtendWith(OutputCaptureExtension.class)
class BesideOtherAspectsTest {

    private static final String YAML = """
            heal:
              targets:
                stock:
                  circuit-breaker: stock
                  detectors: { errors: { failure-rate: {} } }
                  steps: { reset: { do: { reset-breaker: {} } } }
            """;

    private final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
    private final CircuitBreaker breaker = breakers.circuitBreaker("stock");

    private ApplicationContextRunner app(Class<?>... configurations) {
        return Apps.with(YAML, configurations).withBean(CircuitBreakerRegistry.class, () -> breakers);
    }

    private static String seen(CircuitBreaker breaker) {
        return breaker.getMetrics().getNumberOfFailedCalls() + " failed, "
                + breaker.getMetrics().getNumberOfSuccessfulCalls() + " succeeded";
    }

    @Configuration(proxyBeanMethods = false)
    @EnableResilientMethods
    static class Resilient {}

    static class RetriedStock {
        private int attempts;

        @Healed(name = "stock", fallbackMethod = "cached")
        @Retryable(maxRetries = 2, delay = 1)
        public String find() {
            if (++attempts < 3) {
                throw new IllegalStateException("attempt " + attempts);
            }
            return "found at attempt " + attempts;
        }

        String cached(Throwable failure) {
            return "cached";
        }
    }

    @Test
    void aProxyThatTellsNothingOfItselfIsLeftAsItIs() {
        Advised proxy = Mockito.mock(Advised.class);
        Mockito.when(proxy.getAdvisors()).thenThrow(new IllegalStateException("not today"));

        assertThat(new HealedOrder(0).postProcessAfterInitialization(proxy, "proxy"))
                .isSameAs(proxy);
    }

    @Test
    void by_default_the_guard_sees_one_call_of_a_retryable_method_however_often_spring_tries() {
        app(Resilient.class).withBean(RetriedStock.class).run(app -> {
            assertThat(app.getBean(RetriedStock.class).find()).isEqualTo("found at attempt 3");
            assertThat(seen(breaker)).isEqualTo("0 failed, 1 succeeded");
        });
    }

    @Test
    void with_the_last_order_the_guard_sees_each_attempt_and_the_fallback_answers_the_first() {
        app(Resilient.class)
                .withPropertyValues("heal.aspect-order=2147483647")
                .withBean(RetriedStock.class)
                .run(app -> {
                    assertThat(app.getBean(RetriedStock.class).find()).isEqualTo("cached");
                    assertThat(seen(breaker)).isEqualTo("1 failed, 0 succeeded");
                });
    }

    static class RetriedWithoutFallback {
        private int attempts;

        @Healed(name = "stock")
        @Retryable(maxRetries = 2, delay = 1)
        public String find() {
            if (++attempts < 3) {
                throw new IllegalStateException("attempt " + attempts);
            }
            return "found at attempt " + attempts;
        }
    }

    @Test
    void with_the_last_order_and_no_fallback_every_attempt_is_a_call() {
        app(Resilient.class)
                .withPropertyValues("heal.aspect-order=2147483647")
                .withBean(RetriedWithoutFallback.class)
                .run(app -> {
                    assertThat(app.getBean(RetriedWithoutFallback.class).find()).isEqualTo("found at attempt 3");
                    assertThat(seen(breaker)).isEqualTo("2 failed, 1 succeeded");
                });
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration(excludeName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
    static class Shop {
        @Bean
        Resilience4jStock stock() {
            return new Resilience4jStock();
        }
    }

    static class Resilience4jStock {
        private int attempts;

        @Healed(name = "stock")
        @Retry(name = "stock")
        public String find() {
            if (++attempts < 3) {
                throw new IllegalStateException("attempt " + attempts);
            }
            return "found at attempt " + attempts;
        }
    }

    private static String seenBeside(String... properties) {
        try (ConfigurableApplicationContext shop = new SpringApplicationBuilder(Shop.class)
                .properties("spring.config.name=breakers", "resilience4j.retry.instances.stock.wait-duration=1ms")
                .properties(properties)
                .run()) {
            assertThat(shop.getBean(Resilience4jStock.class).find()).isEqualTo("found at attempt 3");
            return seen(shop.getBean(CircuitBreakerRegistry.class).circuitBreaker("stock"));
        }
    }

    @Test
    void resilience4js_retry_is_inside_by_default_and_outside_by_the_property() {
        assertThat(seenBeside()).isEqualTo("0 failed, 1 succeeded");
        assertThat(seenBeside("heal.aspect-order=2147483646")).isEqualTo("2 failed, 1 succeeded");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAsync
    static class Asynchronous {}

    static class AsyncStock {
        @Healed(name = "stock")
        @Async
        public CompletableFuture<String> find() {
            throw new IllegalStateException("on " + Thread.currentThread().getName());
        }
    }

    @Test
    void what_is_async_is_guarded_on_the_thread_that_does_it() {
        app(Asynchronous.class).withBean(AsyncStock.class).run(app -> {
            CompletableFuture<String> answer = app.getBean(AsyncStock.class).find();
            assertThat(answer)
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(IllegalStateException.class);
            assertThat(seen(breaker)).isEqualTo("1 failed, 0 succeeded");
        });
    }

    @Aspect
    static class Everywhere {
        @Around("execution(* *(..)) && !within(org.springframework..*)")
        Object around(ProceedingJoinPoint call) throws Throwable {
            return call.proceed();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAspectJAutoProxy(proxyTargetClass = true)
    static class Broad {
        @Bean
        static Everywhere everywhere() {
            return new Everywhere();
        }
    }

    @Test
    void an_aspect_around_everything_is_put_around_the_pool_and_around_nothing_of_heals(CapturedOutput output) {
        Apps.with(Apps.YAML, Apps.TwoPools.class, Broad.class).run(app -> {
            assertThat(app).hasNotFailed();
            assertThat(output).doesNotContain("problem");
            assertThat(app.getBean(Heal.class).targets()).containsExactly("inventory");
            assertThat(app.getBeansWithAnnotation(Configuration.class)).isNotEmpty();
            for (String name : app.getBeanDefinitionNames()) {
                Object bean = app.getBean(name);
                boolean heals = AopUtils.getTargetClass(bean).getName().startsWith("dev.heal.")
                        && !AopUtils.getTargetClass(bean).getName().contains("Test")
                        && !AopUtils.getTargetClass(bean).getName().contains("TwoPools")
                        && !(bean instanceof HikariDataSource);
                assertThat(heals && AopUtils.isAopProxy(bean)).as(name).isFalse();
            }
            Object pool = app.getBean("inventoryPool");
            assertThat(AopUtils.isCglibProxy(pool)).isTrue();
            assertThat(pool).isInstanceOf(RestartablePool.class).isInstanceOf(Restartable.class);
            assertThat(((HikariDataSource) pool).getPoolName()).isEqualTo("inventory");
        });
    }
}

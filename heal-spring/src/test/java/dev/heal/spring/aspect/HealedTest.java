package dev.heal.spring.aspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heal.Heal;
import dev.heal.spring.HealStartException;
import dev.heal.spring.Healed;
import dev.heal.spring.autoconfigure.Apps;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.NameMatchMethodPointcut;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@DisplayName("@Healed sends calls through the guard and failures to the fallback")
@ExtendWith(OutputCaptureExtension.class)
class HealedTest {

    private static final String YAML = """
            heal:
              targets:
                stock:
                  circuit-breaker: stock
                  detectors: { errors: { failure-rate: {} } }
                  steps: { reset: { do: { reset-breaker: {} } } }
            """;

    private final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();

    private ApplicationContextRunner app(Class<?> bean) {
        return app(YAML, bean);
    }

    private ApplicationContextRunner app(String yaml, Class<?> bean) {
        breakers.circuitBreaker("stock");
        return Apps.with(yaml)
                .withBean(CircuitBreakerRegistry.class, () -> breakers)
                .withBean("stockService", bean);
    }

    private int calls() {
        return breakers.circuitBreaker("stock").getMetrics().getNumberOfBufferedCalls();
    }

    private int failures() {
        return breakers.circuitBreaker("stock").getMetrics().getNumberOfFailedCalls();
    }

    static class Stock {

        @Healed(name = "stock", fallbackMethod = "cached")
        public String find(String id, Exception failure) throws Exception {
            if (failure != null) {
                throw failure;
            }
            return "found " + id;
        }

        private String cached(String id, Exception ignored, IOException error) {
            return "cached " + id + " after an IOException";
        }

        String cached(RuntimeException error) {
            return "cached by the less particular one";
        }

        String cached(IllegalStateException error) {
            return "cached after an IllegalStateException";
        }

        String cached(String id, Exception ignored, RuntimeException error) {
            return "cached " + id + " after a " + error.getClass().getSimpleName();
        }

        @Healed(name = "stock")
        public void bare() {
            throw new IllegalArgumentException("bare");
        }

        public String unguarded() {
            return "unguarded";
        }
    }

    @Test
    void a_call_that_ends_well_is_counted() {
        app(Stock.class).run(app -> {
            assertThat(app.getBean(Stock.class).find("7", null)).isEqualTo("found 7");
            assertThat(calls()).isEqualTo(1);
            assertThat(failures()).isZero();
        });
    }

    @Test
    void a_call_that_fails_is_counted_and_answered_by_the_fallback() {
        app(Stock.class).run(app -> {
            assertThat(app.getBean(Stock.class).find("7", new FileNotFoundException()))
                    .isEqualTo("cached 7 after an IOException");
            assertThat(failures()).isEqualTo(1);
        });
    }

    @Test
    void the_fallback_with_the_closest_failure_answers() {
        app(Stock.class).run(app -> {
            Stock stock = app.getBean(Stock.class);
            assertThat(stock.find("7", new IllegalStateException())).isEqualTo("cached after an IllegalStateException");
            assertThat(stock.find("7", new ArithmeticException())).isEqualTo("cached 7 after a ArithmeticException");
        });
    }

    @Test
    void of_two_fallbacks_for_one_failure_the_one_that_takes_the_arguments_answers() throws NoSuchMethodException {
        Fallback alone = new Fallback(
                Stock.class.getDeclaredMethod("cached", RuntimeException.class), RuntimeException.class, false);
        Fallback withArguments = new Fallback(
                Stock.class.getDeclaredMethod("cached", String.class, Exception.class, RuntimeException.class),
                RuntimeException.class,
                true);

        assertThat(new Fallbacks(List.of(alone, withArguments)).closest(new ArithmeticException()))
                .isSameAs(withArguments);
        assertThat(new Fallbacks(List.of(withArguments, alone)).closest(new ArithmeticException()))
                .isSameAs(withArguments);
    }

    @Test
    void a_failure_that_no_fallback_takes_goes_to_the_caller() {
        app(Stock.class).run(app -> {
            InterruptedException own = new InterruptedException();
            assertThatExceptionOfType(InterruptedException.class)
                    .isThrownBy(() -> app.getBean(Stock.class).find("7", own))
                    .isSameAs(own);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> app.getBean(Stock.class).bare())
                    .withMessage("bare");
        });
    }

    @Test
    void a_call_that_is_not_let_in_is_answered_by_the_fallback() {
        app(Stock.class).run(app -> {
            breakers.circuitBreaker("stock").transitionToOpenState();
            assertThat(app.getBean(Stock.class).find("7", null)).isEqualTo("cached 7 after a CallRejectedException");
        });
    }

    @Test
    void a_method_without_the_annotation_is_left_alone() {
        app(Stock.class).run(app -> {
            assertThat(app.getBean(Stock.class).unguarded()).isEqualTo("unguarded");
            assertThat(calls()).isZero();
        });
    }

    static class LaterStock {

        @Healed(name = "stock", fallbackMethod = "cached")
        public CompletableFuture<String> find(CompletableFuture<String> answer) {
            return answer;
        }

        CompletableFuture<String> cached(IOException error) {
            return CompletableFuture.completedFuture("cached");
        }

        @Healed(name = "stock")
        public CompletionStage<String> none() {
            return null;
        }
    }

    @Test
    void an_answer_that_comes_later_is_in_flight_until_then() {
        app(LaterStock.class).run(app -> {
            CompletableFuture<String> answer = new CompletableFuture<>();
            CompletableFuture<String> found = app.getBean(LaterStock.class).find(answer);
            assertThat(calls()).isZero();

            answer.complete("found");

            assertThat(found).isCompletedWithValue("found");
            assertThat(calls()).isEqualTo(1);
        });
    }

    @Test
    void a_failure_that_comes_later_is_answered_by_the_fallback() {
        app(LaterStock.class).run(app -> {
            CompletableFuture<String> answer = new CompletableFuture<>();
            CompletableFuture<String> found = app.getBean(LaterStock.class).find(answer);

            answer.completeExceptionally(new IOException());

            assertThat(found).isCompletedWithValue("cached");
            assertThat(failures()).isEqualTo(1);
        });
    }

    @Test
    void no_stage_at_all_is_no_stage_and_leaves_nothing_in_flight() {
        app(LaterStock.class).run(app -> {
            assertThat(app.getBean(LaterStock.class).none()).isNull();
            assertThat(calls()).isEqualTo(1);
        });
    }

    @Healed(name = "stock")
    static class WholeStock {
        public String find() {
            return helper();
        }

        private String helper() {
            return "found";
        }
    }

    @Test
    void an_annotated_type_guards_all_its_methods_and_no_helper(CapturedOutput output) {
        app(WholeStock.class).run(app -> {
            assertThat(app.getBean(WholeStock.class).find()).isEqualTo("found");
            assertThat(app.getBean(WholeStock.class).toString()).isNotEmpty();
            assertThat(calls()).isEqualTo(1);
            assertThat(output).doesNotContain("is not guarded");
        });
    }

    static class NoFallback {
        @Healed(name = "stock", fallbackMethod = "cachd")
        public String find(long id) {
            return "found";
        }

        String cached(long id, Throwable error) {
            return "cached";
        }

        @Healed(name = "stock", fallbackMethod = "none")
        public String all(int page) {
            return "all";
        }

        int none(Throwable error) {
            return 0;
        }
    }

    @Test
    void a_fallback_that_is_not_there_ends_the_start() {
        app(NoFallback.class)
                .run(app -> assertThat(app)
                        .getFailure()
                        .isInstanceOf(HealStartException.class)
                        .message()
                        .startsWith("2 problems with @Healed\n")
                        .contains(
                                "  - bean stockService: NoFallback.find(long): there is no cachd(long, Throwable) and no"
                                        + " cachd(Throwable) in NoFallback that returns String; did you mean cached? (known:"
                                        + " cached)")
                        .contains("  - bean stockService: NoFallback.all(int): there is no none(int, Throwable) and no"
                                + " none(Throwable) in NoFallback that returns String; found int none(Throwable)"));
    }

    static class Typo {
        @Healed(name = "stok", fallbackMethod = "cached")
        public String find() {
            throw new IllegalStateException();
        }

        String cached(Throwable error) {
            return "cached";
        }
    }

    @Test
    void a_target_that_is_not_there_is_told_and_the_fallback_holds(CapturedOutput output) {
        app(Typo.class).run(app -> {
            assertThat(app).hasNotFailed();
            assertThat(output)
                    .contains(
                            "1 problem in the configuration\n  - bean stockService: Typo.find() = stok: there is no such"
                                    + " target, so its calls pass straight through; did you mean stock? (known: stock)");
            assertThat(app.getBean(Typo.class).find()).isEqualTo("cached");
        });
    }

    @Test
    void a_target_that_is_not_there_ends_the_start_if_strict() {
        app("heal.strict: true\n" + YAML, Typo.class)
                .run(app -> assertThat(app).getFailure().isInstanceOf(HealStartException.class));
    }

    @Test
    void a_target_that_is_switched_off_lets_calls_pass() {
        app(YAML.replace("{ failure-rate: {} }", "{ failure-rate: { above: 50 } }"), Stock.class)
                .run(app -> {
                    assertThat(app.getBean(Heal.class).targets()).isEmpty();
                    assertThat(app.getBean(Stock.class).find("7", null)).isEqualTo("found 7");
                    assertThat(calls()).isZero();
                });
    }

    @Test
    void the_fallback_works_without_any_target(CapturedOutput output) {
        app("spring: {}", Typo.class).run(app -> {
            assertThat(app.getBean(Typo.class).find()).isEqualTo("cached");
            assertThat(output)
                    .contains("Typo.find() = stok: there is no such target, so its calls pass"
                            + " straight through; write heal.targets.stok");
        });
    }

    static class Unreachable {
        @Healed(name = "stock")
        public final String fixed() {
            return "final";
        }

        @Healed(name = "stock")
        private String hidden() {
            return "private";
        }

        @Healed(name = "stock")
        public static String shared() {
            return "static";
        }
    }

    static final class Sealed {
        @Healed(name = "stock")
        public String find() {
            return "found";
        }
    }

    @Test
    void what_spring_cannot_intercept_is_told(CapturedOutput output) {
        app(Unreachable.class).withBean(Sealed.class).run(app -> {
            assertThat(app).hasNotFailed();
            assertThat(output)
                    .contains(
                            "@Healed, bean stockService: Unreachable.fixed() is not guarded, because it is final: take"
                                    + " the word away")
                    .contains(
                            "@Healed, bean stockService: Unreachable.hidden() is not guarded, because it is private: make"
                                    + " it public, and call it from another bean")
                    .contains(
                            "@Healed, bean stockService: Unreachable.shared() is not guarded, because it is static: make"
                                    + " it a method of the bean")
                    .contains("Sealed.find() is not guarded, because its class is final: take the word away");
        });
    }

    @Test
    void by_default_the_guard_stands_outside_other_aspects() {
        app(Stock.class)
                .withBean(
                        DefaultPointcutAdvisor.class,
                        () -> failing(Integer.MAX_VALUE - 5),
                        bean -> bean.setRole(BeanDefinition.ROLE_INFRASTRUCTURE))
                .run(app -> {
                    assertThat(app.getBean(Stock.class).find("7", null))
                            .isEqualTo("cached after an IllegalStateException");
                    assertThat(failures()).isEqualTo(1);
                });
    }

    @Test
    void the_order_is_a_property() {
        app("heal.aspect-order: 2147483645\n" + YAML, Stock.class)
                .withBean(
                        DefaultPointcutAdvisor.class,
                        () -> failing(Integer.MAX_VALUE - 5),
                        bean -> bean.setRole(BeanDefinition.ROLE_INFRASTRUCTURE))
                .run(app -> {
                    assertThatExceptionOfType(IllegalStateException.class)
                            .isThrownBy(() -> app.getBean(Stock.class).find("7", null));
                    assertThat(calls()).isZero();
                });
    }

    private static DefaultPointcutAdvisor failing(int order) {
        NameMatchMethodPointcut find = new NameMatchMethodPointcut();
        find.setMappedName("find");
        find.setClassFilter(Stock.class::isAssignableFrom);
        DefaultPointcutAdvisor advisor = new DefaultPointcutAdvisor(find, (MethodInterceptor) invocation -> {
            throw new IllegalStateException("by the other aspect");
        });
        advisor.setOrder(order);
        return advisor;
    }
}

package dev.heal.spring.aspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.spring.Healed;
import dev.heal.spring.autoconfigure.Apps;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@DisplayName("A fallback finds what the caller has, also where the call fails on another thread")
@Timeout(60)
class HealedContextTest {

    private static final String YAML = """
            heal:
              targets:
                stock:
                  detectors: { errors: { failure-rate: {} } }
                  steps: { reset: { do: { reset-breaker: {} } } }
            """;

    private static final ObservationRegistry OBSERVATIONS = ObservationRegistry.create();

    static {
        OBSERVATIONS.observationConfig().observationHandler(context -> true);
    }

    private final ExecutorService other = Executors.newSingleThreadExecutor();

    @BeforeEach
    void a_caller_in_the_middle_of_a_request() {
        MDC.put("request", "r-7");
    }

    @AfterEach
    void the_request_has_ended() {
        MDC.clear();
        other.shutdownNow();
    }

    private static String look() {
        Observation current = OBSERVATIONS.getCurrentObservation();
        // Micrometer puts one of the name "null" where there is to be none.
        String name = current == null ? null : current.getContextView().getName();
        return MDC.get("request") + " in " + (name == null || name.equals("null") ? "nothing" : name);
    }

    static class Stock {

        @Healed(name = "stock", fallbackMethod = "cached")
        public String now() {
            throw new IllegalStateException(look());
        }

        private String cached(Throwable failure) {
            return failure.getMessage() + ", " + look();
        }

        @Healed(name = "stock", fallbackMethod = "cachedLater")
        public CompletionStage<String> later(CompletionStage<String> answer) {
            return answer;
        }

        private CompletionStage<String> cachedLater(Throwable failure) {
            return CompletableFuture.completedFuture(look());
        }

        @Healed(name = "stock")
        public CompletionStage<String> laterWithoutFallback(CompletionStage<String> answer) {
            return answer;
        }

        @Healed(name = "stock", fallbackMethod = "cachedMono")
        public Mono<String> mono(Mono<String> answer) {
            return answer;
        }

        private Mono<String> cachedMono(Throwable failure) {
            String assembled = look();
            return Mono.deferContextual(
                    context -> Mono.just(assembled + " for " + context.getOrDefault("user", "nobody")));
        }
    }

    private void app(Consumer<Stock> story) {
        Apps.with(YAML).withBean(Stock.class).run(app -> {
            assertThat(app).hasNotFailed();
            Observation.createNotStarted("request", OBSERVATIONS).observe(() -> story.accept(app.getBean(Stock.class)));
        });
    }

    private void onTheOther(Runnable work) {
        try {
            other.submit(work).get(30, TimeUnit.SECONDS);
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void both_the_body_and_the_fallback_of_a_plain_call_have_it() {
        app(stock -> assertThat(stock.now()).isEqualTo("r-7 in request, r-7 in request"));
    }

    @Test
    void a_stage_that_fails_on_another_thread_falls_back_in_the_callers_context() {
        app(stock -> {
            CompletableFuture<String> failing = new CompletableFuture<>();
            CompletionStage<String> answer = stock.later(failing);

            onTheOther(() -> failing.completeExceptionally(new IllegalStateException()));

            assertThat(answer.toCompletableFuture()).isCompletedWithValue("r-7 in request");
        });
    }

    @Test
    void the_other_thread_has_its_own_context_back_when_the_fallback_has_answered() {
        List<String> own = new ArrayList<>();
        app(stock -> {
            CompletableFuture<String> failing = new CompletableFuture<>();
            CompletionStage<String> answer = stock.later(failing);

            onTheOther(() -> {
                MDC.put("request", "r-8");
                Observation.createNotStarted("other request", OBSERVATIONS).observe(() -> {
                    failing.completeExceptionally(new IllegalStateException());
                    own.add(look());
                });
            });

            assertThat(answer.toCompletableFuture()).isCompletedWithValue("r-7 in request");
            assertThat(own).containsExactly("r-8 in other request");
        });
    }

    @Test
    void a_caller_without_any_context_is_not_given_that_of_the_thread_that_failed() {
        Apps.with(YAML).withBean(Stock.class).run(app -> {
            MDC.clear();
            CompletableFuture<String> failing = new CompletableFuture<>();
            CompletionStage<String> answer = app.getBean(Stock.class).later(failing);

            onTheOther(() -> {
                MDC.put("request", "r-8");
                Observation.createNotStarted("other request", OBSERVATIONS)
                        .observe(() -> failing.completeExceptionally(new IllegalStateException()));
            });

            assertThat(answer.toCompletableFuture()).isCompletedWithValue("null in nothing");
        });
    }

    @Test
    void nothing_is_read_of_a_call_that_needs_it_not() {
        Reads reads = new Reads();
        ContextRegistry.getInstance().registerThreadLocalAccessor(reads);
        try {
            app(stock -> {
                stock.laterWithoutFallback(new CompletableFuture<>());
                stock.later(CompletableFuture.completedFuture("at once"));
                stock.mono(Mono.just("found")).block();
                assertThat(stock.now()).isNotNull();
                assertThat(reads.count).isZero();

                stock.later(new CompletableFuture<>());
                assertThat(reads.count).isEqualTo(1);
            });
        } finally {
            ContextRegistry.getInstance().removeThreadLocalAccessor(Reads.KEY);
        }
    }

    private static final class Reads implements ThreadLocalAccessor<String> {
        static final String KEY = "reads";
        int count;

        @Override
        public Object key() {
            return KEY;
        }

        @Override
        public String getValue() {
            count++;
            return null;
        }

        @Override
        public void setValue(String value) {}

        @Override
        public void setValue() {}
    }

    @Test
    void an_accessor_that_throws_costs_the_context_and_not_the_fallback() {
        ThreadLocalAccessor<String> broken = new ThreadLocalAccessor<>() {
            @Override
            public Object key() {
                return "broken";
            }

            @Override
            public String getValue() {
                throw new IllegalStateException("not today");
            }

            @Override
            public void setValue(String value) {}
        };
        ContextRegistry.getInstance().registerThreadLocalAccessor(broken);
        try {
            app(stock -> {
                CompletableFuture<String> failing = new CompletableFuture<>();
                CompletionStage<String> answer = stock.later(failing);
                onTheOther(() -> failing.completeExceptionally(new IllegalStateException()));
                assertThat(answer.toCompletableFuture()).isCompletedWithValue("r-7 in nothing");
            });
        } finally {
            ContextRegistry.getInstance().removeThreadLocalAccessor("broken");
        }
    }

    @Test
    void the_fallback_of_a_mono_has_what_its_subscriber_keeps_in_reactors_context() {
        app(stock -> {
            Mono<String> failing =
                    Mono.<String>error(new IllegalStateException()).subscribeOn(Schedulers.single());

            assertThat(stock.mono(failing)
                            .contextWrite(context -> context.put("user", "ada"))
                            .contextCapture()
                            .block())
                    .isEqualTo("null in request for ada");
        });
    }
}

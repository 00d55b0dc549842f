package dev.heal.spring.aspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heal.Heal;
import dev.heal.guard.CallRejectedException;
import dev.heal.spring.HealStartException;
import dev.heal.spring.Healed;
import dev.heal.spring.autoconfigure.Apps;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

@DisplayName("@Healed on a method that answers with a Mono or a Flux: each subscription is a call")
class HealedReactorTest {

    private static final String YAML = """
            heal:
              targets:
                stock:
                  circuit-breaker: stock
                  detectors: { errors: { failure-rate: {} } }
                  steps: { reset: { do: { reset-breaker: {} } } }
            """;

    private final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
            .slidingWindowSize(100_000)
            .minimumNumberOfCalls(100_000)
            .build());
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CircuitBreaker breaker = breakers.circuitBreaker("stock");

    private ApplicationContextRunner app(Class<?> bean) {
        return Apps.with(YAML)
                .withBean(CircuitBreakerRegistry.class, () -> breakers)
                .withBean(SimpleMeterRegistry.class, () -> meters)
                .withBean("stock", bean);
    }

    private int succeeded() {
        return breaker.getMetrics().getNumberOfSuccessfulCalls();
    }

    private int failed() {
        return breaker.getMetrics().getNumberOfFailedCalls();
    }

    private double inFlight() {
        return meters.get("heal.in.flight").tag("target", "stock").gauge().value();
    }

    static class Stock {

        @Healed(name = "stock")
        public Mono<String> mono(Supplier<Mono<String>> source) {
            return source.get();
        }

        @Healed(name = "stock")
        public Flux<String> flux(Flux<String> source) {
            return source;
        }

        @Healed(name = "stock")
        public Publisher<String> publisher(Publisher<String> source) {
            return source;
        }

        @Healed(name = "stock", fallbackMethod = "cached")
        public Mono<String> cachedMono(Mono<String> source) {
            return source;
        }

        private Mono<String> cached(Mono<String> source, IOException failure) {
            return Mono.just("cached");
        }

        private Mono<String> cached(CallRejectedException failure) {
            return Mono.just("kept out");
        }

        @Healed(name = "stock", fallbackMethod = "cachedAll")
        public Flux<String> cachedFlux(Flux<String> source) {
            return source;
        }

        Flux<String> cachedAll(Throwable failure) {
            return Flux.just("cached", "too");
        }

        @Healed(name = "stock")
        public Future<String> future(Future<String> future) {
            return future;
        }
    }

    private static Stock stock(AssertableApplicationContext app) {
        return app.getBean(Stock.class);
    }

    @Test
    void what_is_only_put_together_counts_nothing_and_every_subscription_counts() {
        app(Stock.class).run(app -> {
            Mono<String> found = stock(app).mono(() -> Mono.just("found"));
            assertThat(breaker.getMetrics().getNumberOfBufferedCalls()).isZero();
            assertThat(inFlight()).isZero();

            StepVerifier.create(found).expectNext("found").verifyComplete();
            StepVerifier.create(found).expectNext("found").verifyComplete();

            assertThat(succeeded()).isEqualTo(2);
        });
    }

    @Test
    void it_is_in_flight_until_the_answer_is_there() {
        app(Stock.class).run(app -> {
            Sinks.One<String> answer = Sinks.one();
            StepVerifier.create(stock(app).mono(answer::asMono))
                    .then(() -> assertThat(inFlight()).isEqualTo(1))
                    .then(() -> answer.tryEmitValue("late"))
                    .expectNext("late")
                    .verifyComplete();
            assertThat(inFlight()).isZero();
        });
    }

    @Test
    void an_answer_that_comes_too_late_for_its_subscriber_is_ignored_and_no_longer_in_flight() {
        app(Stock.class).run(app -> {
            StepVerifier.withVirtualTime(() -> stock(app).mono(Mono::never).timeout(Duration.ofSeconds(30)))
                    .expectSubscription()
                    .then(() -> assertThat(inFlight()).isEqualTo(1))
                    .thenAwait(Duration.ofSeconds(30))
                    .verifyErrorSatisfies(late -> assertThat(late).isInstanceOf(TimeoutException.class));
            assertThat(inFlight()).isZero();
            assertThat(breaker.getMetrics().getNumberOfBufferedCalls()).isZero();
        });
    }

    @Test
    void an_answer_without_a_value_has_ended_well() {
        app(Stock.class).run(app -> {
            StepVerifier.create(stock(app).mono(Mono::empty)).verifyComplete();
            assertThat(succeeded()).isEqualTo(1);
        });
    }

    @Test
    void a_failure_is_counted_and_passed_on() {
        app(Stock.class).run(app -> {
            StepVerifier.create(stock(app).mono(() -> Mono.error(new IOException("gone"))))
                    .verifyErrorMessage("gone");
            StepVerifier.create(stock(app).flux(Flux.just("one").concatWith(Mono.error(new IOException("gone")))))
                    .expectNext("one")
                    .verifyErrorMessage("gone");
            assertThat(failed()).isEqualTo(2);
            assertThat(inFlight()).isZero();
        });
    }

    @Test
    void a_mono_that_is_cancelled_because_its_value_is_there_has_succeeded() {
        app(Stock.class).run(app -> {
            StepVerifier.create(
                            Flux.from(stock(app).mono(() -> Mono.just("found"))).next())
                    .expectNext("found")
                    .verifyComplete();
            assertThat(succeeded()).isEqualTo(1);
        });
    }

    @Test
    void a_flux_that_is_cancelled_has_succeeded_if_it_has_given_something_and_else_says_nothing() {
        app(Stock.class).run(app -> {
            StepVerifier.create(stock(app).flux(Flux.just("one", "two")).next())
                    .expectNext("one")
                    .verifyComplete();
            assertThat(succeeded()).isEqualTo(1);

            StepVerifier.create(stock(app).flux(Flux.never())).thenCancel().verify();
            assertThat(breaker.getMetrics().getNumberOfBufferedCalls()).isEqualTo(1);
            assertThat(inFlight()).isZero();
        });
    }

    @Test
    void a_call_that_is_not_let_in_is_a_failure_of_the_subscription_and_nothing_is_subscribed_to() {
        app(Stock.class).run(app -> {
            breaker.transitionToOpenState();
            Mono<String> source = Mono.fromCallable(() -> {
                throw new AssertionError("must not be asked");
            });

            Mono<String> put = stock(app).mono(() -> source);

            StepVerifier.create(put).verifyError(CallRejectedException.class);
            breaker.transitionToClosedState();
            StepVerifier.create(stock(app).flux(Flux.just("one")))
                    .expectNext("one")
                    .verifyComplete();
        });
    }

    @Test
    void the_fallback_publishes_what_it_knows_instead() {
        app(Stock.class).run(app -> {
            StepVerifier.create(stock(app).cachedMono(Mono.error(new IOException())))
                    .expectNext("cached")
                    .verifyComplete();
            StepVerifier.create(stock(app).cachedMono(Mono.error(new IllegalStateException("mine"))))
                    .verifyErrorMessage("mine");
            StepVerifier.create(stock(app).cachedFlux(Flux.just("one").concatWith(Mono.error(new IOException()))))
                    .expectNext("one", "cached", "too")
                    .verifyComplete();
            assertThat(failed()).isEqualTo(3);

            breaker.transitionToOpenState();
            StepVerifier.create(stock(app).cachedMono(Mono.just("found")))
                    .expectNext("kept out")
                    .verifyComplete();
        });
    }

    static class NoFlux {
        @Healed(name = "stock", fallbackMethod = "cached")
        public Flux<String> find() {
            return Flux.empty();
        }

        Mono<String> cached(Throwable failure) {
            return Mono.empty();
        }
    }

    @Test
    void a_fallback_of_another_type_ends_the_start() {
        app(NoFlux.class)
                .run(app -> assertThat(app)
                        .getFailure()
                        .isInstanceOf(HealStartException.class)
                        .message()
                        .contains("there is no cached(Throwable) in NoFlux that returns Flux; found Mono"
                                + " cached(Throwable)"));
    }

    @Test
    void any_other_publisher_is_guarded_as_a_flux() {
        app(Stock.class).run(app -> {
            Publisher<String> put =
                    stock(app).publisher(subscriber -> Flux.just("one", "two").subscribe(subscriber));
            StepVerifier.create(put).expectNext("one", "two").verifyComplete();
            assertThat(succeeded()).isEqualTo(1);
        });
    }

    @Test
    void a_method_that_throws_before_there_is_anything_to_subscribe_to_counts_nothing() {
        app(Stock.class).run(app -> {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> stock(app).mono(() -> {
                        throw new IllegalArgumentException();
                    }));
            assertThat(stock(app).mono(() -> null)).isNull();
            assertThat(breaker.getMetrics().getNumberOfBufferedCalls()).isZero();
        });
    }

    @Test
    void a_source_that_throws_on_subscription_leaves_nothing_in_flight() {
        app(Stock.class).run(app -> {
            Mono<String> broken = new Mono<>() {
                @Override
                public void subscribe(CoreSubscriber<? super String> actual) {
                    throw new IllegalArgumentException("broken");
                }
            };
            StepVerifier.create(stock(app).mono(() -> broken)).verifyErrorMessage("broken");
            assertThat(inFlight()).isZero();
            assertThat(failed()).isEqualTo(1);
        });
    }

    @Test
    void the_context_of_the_subscriber_reaches_the_source() {
        app(Stock.class)
                .run(app -> StepVerifier.create(stock(app)
                                .mono(() -> Mono.deferContextual(context -> Mono.just(context.get("user"))))
                                .contextWrite(context -> context.put("user", "ada")))
                        .expectNext("ada")
                        .verifyComplete());
    }

    @Test
    void a_value_and_a_cancellation_that_race_end_the_call_once() {
        app(Stock.class).run(app -> {
            int rounds = 2_000;
            ExecutorService other = Executors.newSingleThreadExecutor();
            try {
                for (int round = 0; round < rounds; round++) {
                    Sinks.One<String> answer = Sinks.one();
                    Disposable subscription = stock(app).mono(answer::asMono).subscribe();
                    CyclicBarrier together = new CyclicBarrier(2);
                    Future<?> emitted = other.submit(() -> {
                        together.await();
                        return answer.tryEmitValue("found");
                    });
                    together.await();
                    subscription.dispose();
                    emitted.get();
                }
            } finally {
                other.shutdownNow();
            }
            assertThat(inFlight()).isZero();
            double counted = meters.get("heal.calls").tag("target", "stock").functionCounters().stream()
                    .mapToDouble(counter -> counter.count())
                    .sum();
            assertThat(counted).isEqualTo(rounds);
        });
    }

    @Test
    void a_future_that_is_no_stage_is_counted_until_the_method_returns() {
        app(Stock.class).run(app -> {
            Future<String> never = new FutureTask<>(() -> "never");
            assertThat(stock(app).future(never)).isSameAs(never);
            assertThat(succeeded()).isEqualTo(1);
            assertThat(inFlight()).isZero();
        });
    }

    /** Runs in a class loader that has no Reactor. */
    public static final class WithoutReactor implements Supplier<String> {
        public static class Plain {
            @Healed(name = "stock", fallbackMethod = "cached")
            public String find(boolean fail) {
                if (fail) {
                    throw new IllegalStateException();
                }
                return "found";
            }

            String cached(Throwable failure) {
                return "cached";
            }
        }

        @Override
        public String get() {
            String[] answer = {""};
            Apps.with(YAML.replace("circuit-breaker: stock", "mode: act"))
                    .withBean(Plain.class)
                    .run(app -> {
                        Plain plain = app.getBean(Plain.class);
                        answer[0] = app.getBean(Heal.class).targets() + plain.find(false) + plain.find(true);
                    });
            return answer[0];
        }
    }

    @Test
    void without_reactor_everything_else_works() throws Exception {
        URL[] others = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> !path.contains("reactor-") && !path.contains("reactive-streams"))
                .map(HealedReactorTest::url)
                .toArray(URL[]::new);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader apart = new URLClassLoader(others, ClassLoader.getPlatformClassLoader())) {
            Thread.currentThread().setContextClassLoader(apart);
            assertThatExceptionOfType(ClassNotFoundException.class)
                    .isThrownBy(() -> apart.loadClass("reactor.core.publisher.Mono"));

            Object application = apart.loadClass(WithoutReactor.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();

            assertThat(((Supplier<?>) application).get()).isEqualTo("[stock]foundcached");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static URL url(String path) {
        try {
            return Path.of(path).toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}

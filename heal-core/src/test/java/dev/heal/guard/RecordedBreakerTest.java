package dev.heal.guard;

import static dev.heal.signal.Outcome.FAILURE;
import static dev.heal.signal.Outcome.IGNORED;
import static dev.heal.signal.Outcome.REJECTED;
import static dev.heal.signal.Outcome.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heal.signal.Outcome;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.core.functions.CheckedRunnable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A breaker whose calls are recorded")
class RecordedBreakerTest {

    private final Guarded guarded = new Guarded();
    private final Recorder recorder = new Recorder();
    private final CircuitBreaker recorded = recorder.around(guarded.breaker);

    RecordedBreakerTest() {
        recorder.recordFor(guarded.guard);
    }

    @Test
    void a_call_is_recorded_once_and_counted_once() {
        assertThat(recorded.executeSupplier(() -> "found")).isEqualTo("found");

        assertThat(guarded.total(SUCCESS)).isEqualTo(1);
        assertThat(guarded.breaker.getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(1);
        assertThat(guarded.inFlight()).isZero();
    }

    @Test
    void a_call_is_in_flight_until_it_ends() {
        recorded.executeRunnable(() -> assertThat(guarded.inFlight()).isEqualTo(1));

        assertThat(guarded.inFlight()).isZero();
    }

    @Test
    void a_call_that_is_kept_out_is_rejected_and_not_in_flight() {
        guarded.breaker.transitionToOpenState();

        assertThatThrownBy(() -> recorded.executeSupplier(() -> "found")).isInstanceOf(CallNotPermittedException.class);
        assertThat(recorded.tryAcquirePermission()).isFalse();

        assertThat(guarded.total(REJECTED)).isEqualTo(2);
        assertThat(guarded.inFlight()).isZero();
    }

    @Test
    void what_counts_as_a_failure_the_breakers_own_predicates_say() {
        Guarded choosy = new Guarded(config -> config.ignoreExceptions(FileNotFoundException.class)
                .recordExceptions(IOException.class)
                .recordResult(result -> result.equals(503)));
        CircuitBreaker breaker = recorded(choosy);

        fail(breaker, new FileNotFoundException());
        fail(breaker, new IOException());
        fail(breaker, new IllegalArgumentException());
        breaker.executeSupplier(() -> 503);
        breaker.executeSupplier(() -> 200);

        assertThat(choosy.total(IGNORED)).isEqualTo(1);
        assertThat(choosy.total(FAILURE)).isEqualTo(2);
        assertThat(choosy.total(SUCCESS)).isEqualTo(2);
        assertThat(choosy.breaker.getMetrics().getNumberOfFailedCalls()).isEqualTo(2);
        assertThat(choosy.breaker.getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(2);
        assertThat(choosy.inFlight()).isZero();
    }

    @Test
    void a_permission_that_is_given_back_says_nothing() {
        recorded.acquirePermission();
        recorded.releasePermission();

        assertThat(guarded.total(IGNORED)).isEqualTo(1);
        assertThat(guarded.inFlight()).isZero();
    }

    @Test
    void a_duration_is_taken_in_the_unit_it_is_given_in() {
        guarded.window.keep(Duration.ofSeconds(10));
        recorded.acquirePermission();
        guarded.clock.advance(Duration.ofSeconds(3));
        recorded.acquirePermission();

        recorded.onSuccess(3_000, TimeUnit.MILLISECONDS);

        assertThat(guarded.window.inFlight(guarded.clock.nanos()).oldest()).contains(Duration.ZERO);
    }

    @Test
    void calls_through_the_guard_are_recorded_once_and_counted_once() {
        Guard guard = new Guard("inventory", recorder.breaker().orElseThrow(), guarded.window, guarded.clock);

        guard.run(() -> {});
        new Guard("inventory", Breaker.attached(recorded), guarded.window, guarded.clock).run(() -> {});

        assertThat(guarded.total(SUCCESS)).isEqualTo(2);
        assertThat(guarded.breaker.getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(2);
    }

    @Test
    void recording_what_is_recorded_counts_once() {
        CircuitBreaker twice = recorder.around(recorded);

        twice.executeRunnable(() -> {});

        assertThat(guarded.total(SUCCESS)).isEqualTo(1);
    }

    @Test
    void before_anybody_says_where_to_record_calls_just_pass() {
        Guarded alone = Guarded.halfOpen();
        CircuitBreaker unbound = new Recorder().around(alone.breaker);

        unbound.executeRunnable(() -> {});
        fail(unbound, new IOException());
        unbound.acquirePermission();
        unbound.onResult(1, TimeUnit.SECONDS, "late");

        assertThat(alone.state()).isEqualTo(CircuitBreaker.State.CLOSED);
        for (Outcome outcome : Outcome.values()) {
            assertThat(alone.total(outcome)).isZero();
        }
    }

    @Test
    void a_call_that_began_before_anybody_said_where_to_record_leaves_nothing_behind() {
        Recorder late = new Recorder();
        CircuitBreaker breaker = late.around(guarded.breaker);
        breaker.acquirePermission();
        late.recordFor(guarded.guard);

        breaker.onSuccess(1, TimeUnit.SECONDS);
        assertThat(guarded.inFlight()).isZero();

        breaker.acquirePermission();
        assertThat(guarded.inFlight()).isEqualTo(1);
    }

    @Test
    void the_targets_breaker_follows_the_one_that_the_application_puts_in_its_place() {
        CircuitBreaker other = CircuitBreaker.ofDefaults("inventory");
        Breaker target = recorder.breaker().orElseThrow();

        recorder.around(other);
        other.transitionToOpenState();

        assertThat(recorder.breaker().orElseThrow()).isSameAs(target);
        assertThat(target.state()).isEqualTo(BreakerState.OPEN);
        target.tryAgain();
        assertThat(other.getState()).isEqualTo(CircuitBreaker.State.HALF_OPEN);
        assertThat(guarded.state()).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    @Test
    void the_guard_judges_by_the_predicates_of_the_breaker_that_it_follows() {
        Guard guard = new Guard("inventory", recorder.breaker().orElseThrow(), guarded.window, guarded.clock);
        recorder.around(new Guarded(config -> config.ignoreExceptions(IOException.class)).breaker);

        guard.failed(guard.enter(), new IOException());

        assertThat(guarded.total(IGNORED)).isEqualTo(1);
        assertThat(guarded.total(FAILURE)).isZero();
    }

    @ParameterizedTest
    @MethodSource("broken")
    void what_a_predicate_throws_reaches_the_caller_as_without_heal(Throwable broken) {
        for (Guarded each : List.of(
                new Guarded(config -> config.recordResult(result -> rethrow(broken))),
                new Guarded(config -> config.recordException(error -> rethrow(broken))),
                new Guarded(config -> config.ignoreException(error -> rethrow(broken))))) {
            AtomicReference<Throwable> without = new AtomicReference<>();
            AtomicReference<Throwable> with = new AtomicReference<>();
            for (boolean failing : List.of(true, false)) {
                without.set(thrownBy(each.breaker, failing));
                with.set(thrownBy(recorded(each), failing));

                assertThat(with.get()).isSameAs(without.get());
                assertThat(each.inFlight()).isZero();
            }
        }
    }

    static List<Throwable> broken() {
        return List.of(new IllegalStateException("broken"), new LinkageError("broken"));
    }

    @Test
    void a_call_that_ends_with_an_error_keeps_no_permit_and_is_in_flight_no_more() {
        AssertionError error = new AssertionError("serious");
        List<ThrowingCall> ways = List.of(
                breaker -> breaker.executeSupplier(() -> throwing(error)),
                breaker -> breaker.executeCallable(() -> throwing(error)),
                breaker -> done(() -> breaker.executeRunnable(() -> throwing(error))),
                breaker -> breaker.executeCheckedSupplier(() -> throwing(error)),
                breaker -> done(() -> breaker.executeCheckedRunnable(() -> throwing(error))),
                breaker -> breaker.executeCompletionStage(() -> throwing(error)),
                breaker -> breaker.executeCompletionStage(() -> CompletableFuture.failedStage(error)),
                breaker -> breaker.decorateSupplier(() -> throwing(error)).get(),
                breaker -> breaker.decorateCallable(() -> throwing(error)).call(),
                breaker -> done(
                        () -> breaker.decorateRunnable(() -> throwing(error)).run()),
                breaker ->
                        breaker.decorateCheckedSupplier(() -> throwing(error)).get(),
                breaker -> done(() ->
                        breaker.decorateCheckedRunnable(() -> throwing(error)).run()),
                breaker -> done(
                        () -> breaker.decorateConsumer(value -> throwing(error)).accept("x")),
                breaker -> done(() -> breaker.decorateCheckedConsumer(value -> throwing(error))
                        .accept("x")),
                breaker ->
                        breaker.decorateCompletionStage(() -> throwing(error)).get());
        Guarded half = Guarded.halfOpen();
        CircuitBreaker breaker = recorded(half);

        for (ThrowingCall way : ways) {
            try {
                way.on(breaker);
            } catch (Throwable thrown) {
                assertThat(thrown).isSameAs(error);
            }
        }

        assertThat(half.permits()).isEqualTo(Guarded.TRIALS);
        assertThat(half.inFlight()).isZero();
        assertThat(half.total(FAILURE)).isEqualTo(ways.size());
        assertThat(half.breaker.getMetrics().getNumberOfBufferedCalls())
                .as("Resilience4j counts no errors")
                .isZero();
    }

    @Test
    void trial_calls_are_given_and_taken_as_without_heal() {
        Guarded half = Guarded.halfOpen();
        CircuitBreaker breaker = recorded(half);

        for (int i = 0; i < Guarded.TRIALS; i++) {
            breaker.executeRunnable(() -> {});
        }

        assertThat(half.state()).isEqualTo(CircuitBreaker.State.CLOSED);
        assertThat(half.total(SUCCESS)).isEqualTo(Guarded.TRIALS);
    }

    @Test
    void endings_that_nobody_asked_a_permission_for_hide_no_later_call() {
        recorded.onSuccess(1, TimeUnit.SECONDS);
        recorded.onError(-5, TimeUnit.DAYS, new IOException());
        recorded.onResult(Long.MAX_VALUE, TimeUnit.DAYS, "?");
        recorded.releasePermission();
        assertThat(guarded.inFlight()).isZero();

        recorded.acquirePermission();
        assertThat(guarded.inFlight()).isEqualTo(1);
        assertThat(guarded.total(SUCCESS)).isEqualTo(2);
    }

    @Test
    void a_failure_of_heals_own_does_not_reach_the_caller() {
        Recorder broken = new Recorder();
        broken.recordFor(new Guard(
                "inventory", Breaker.attached(guarded.breaker), new BrokenWindowTest.NoMemory(), guarded.clock));
        CircuitBreaker breaker = broken.around(guarded.breaker);

        assertThat(breaker.executeSupplier(() -> "found")).isEqualTo("found");
        breaker.acquirePermission();
        breaker.releasePermission();
        fail(breaker, new IOException());
        assertThat(guarded.breaker.getMetrics().getNumberOfBufferedCalls()).isEqualTo(2);
        guarded.breaker.transitionToOpenState();
        assertThat(breaker.tryAcquirePermission()).isFalse();
    }

    @Test
    void stages_count_as_in_flight_until_they_complete() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        CompletableFuture<String> stage =
                recorded.executeCompletionStage(() -> answer).toCompletableFuture();
        assertThat(guarded.inFlight()).isEqualTo(1);

        answer.complete("found");

        assertThat(stage).isCompletedWithValue("found");
        assertThat(guarded.inFlight()).isZero();
        assertThat(guarded.total(SUCCESS)).isEqualTo(1);
    }

    @Test
    void calls_of_many_threads_leave_nothing_in_flight() throws InterruptedException {
        int threads = 8;
        int calls = 20_000;
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> callers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            Thread caller = new Thread(() -> {
                try {
                    go.await();
                } catch (InterruptedException stopped) {
                    return;
                }
                for (int i = 0; i < calls; i++) {
                    recorded.executeRunnable(() -> guarded.clock.advance(Duration.ofMillis(1)));
                }
            });
            callers.add(caller);
            caller.start();
        }
        go.countDown();
        for (Thread caller : callers) {
            caller.join();
        }

        assertThat(guarded.total(SUCCESS)).isEqualTo((long) threads * calls);
        assertThat(guarded.inFlight()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("primitives")
    void every_primitive_reaches_the_breaker_within(Method primitive) throws ReflectiveOperationException {
        List<Method> reached = new ArrayList<>();
        CircuitBreaker within = (CircuitBreaker) Proxy.newProxyInstance(
                CircuitBreaker.class.getClassLoader(), new Class<?>[] {CircuitBreaker.class}, (proxy, method, args) -> {
                    reached.add(method);
                    return method.getReturnType() == void.class ? null : method.invoke(guarded.breaker, args);
                });
        Recorder own = new Recorder();
        CircuitBreaker breaker = own.around(within);
        own.recordFor(guarded.guard);
        reached.clear();
        Map<Class<?>, Object> values = Map.of(
                long.class,
                1L,
                TimeUnit.class,
                TimeUnit.SECONDS,
                Throwable.class,
                new IOException(),
                Object.class,
                "result",
                Duration.class,
                Duration.ofSeconds(1),
                Instant.class,
                Instant.MAX);
        Object[] arguments =
                Arrays.stream(primitive.getParameterTypes()).map(values::get).toArray();

        Object answer = primitive.invoke(breaker, arguments);

        assertThat(reached).containsOnlyOnce(primitive);
        if (primitive.getName().startsWith("get") && !primitive.getName().equals("getCurrentTimestamp")) {
            assertThat(answer).isEqualTo(primitive.invoke(guarded.breaker, arguments));
        }
    }

    static Stream<Method> primitives() {
        List<Method> all = Arrays.stream(CircuitBreaker.class.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .toList();
        assertThat(all).hasSize(23);
        return all.stream();
    }

    @Test
    void nobody_subscribes_to_the_breakers_events() throws ReflectiveOperationException {
        Object publisher = guarded.breaker.getEventPublisher();
        Method hasConsumers = publisher.getClass().getSuperclass().getMethod("hasConsumers");
        hasConsumers.setAccessible(true);

        recorded.executeRunnable(() -> {});

        assertThat(hasConsumers.invoke(publisher)).isEqualTo(false);
    }

    private static CircuitBreaker recorded(Guarded guarded) {
        Recorder recorder = new Recorder();
        recorder.recordFor(guarded.guard);
        return recorder.around(guarded.breaker);
    }

    private static void fail(CircuitBreaker breaker, Exception error) {
        assertThatThrownBy(() -> breaker.executeCallable(() -> {
                    throw error;
                }))
                .isSameAs(error);
    }

    private static Throwable thrownBy(CircuitBreaker breaker, boolean failing) {
        try {
            breaker.executeCallable(() -> {
                if (failing) {
                    throw new IOException("down");
                }
                return "answer";
            });
            return null;
        } catch (IOException down) {
            return null;
        } catch (Throwable thrown) {
            return thrown;
        }
    }

    private static <T> T throwing(Error error) {
        throw error;
    }

    private static boolean rethrow(Throwable error) {
        if (error instanceof Error serious) {
            throw serious;
        }
        throw (RuntimeException) error;
    }

    private static Object done(CheckedRunnable call) throws Throwable {
        call.run();
        return "done";
    }

    private interface ThrowingCall {
        Object on(CircuitBreaker breaker) throws Throwable;
    }
}

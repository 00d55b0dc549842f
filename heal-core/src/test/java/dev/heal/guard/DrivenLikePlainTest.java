package dev.heal.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.guard.TwinBreakers.Call;
import dev.heal.guard.TwinBreakers.Way;
import dev.heal.signal.Outcome;
import dev.heal.time.ManualClock;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.TransitionCheckResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A failure names its seed: {@code new Story(seed).told()} tells it again. */
@DisplayName("A driven breaker behaves as a plain one, call by call")
class DrivenLikePlainTest {

    private static final int SEQUENCES = 10_000;

    @Test
    void over_the_same_random_calls_both_say_the_same() {
        Set<CircuitBreaker.State> seen = EnumSet.noneOf(CircuitBreaker.State.class);
        long trips = 0;
        for (long seed = 0; seed < SEQUENCES; seed++) {
            Story story = new Story(seed);
            story.told();
            seen.addAll(story.seen);
            trips += story.trips();
        }
        // then it was not all quiet
        assertThat(seen).containsExactlyInAnyOrder(CircuitBreaker.State.values());
        assertThat(trips).isGreaterThan(SEQUENCES / 2);
    }

    private static final class Story {

        final Random random;
        final long seed;
        final ManualClock clock = new ManualClock();
        final TwinBreakers twins;
        final CircuitBreakerConfig config;
        final List<Call> inFlight = new ArrayList<>();
        final Set<CircuitBreaker.State> seen = EnumSet.noneOf(CircuitBreaker.State.class);
        final List<String> told = new ArrayList<>();
        private final double failing;
        private final double slow;
        private final boolean looksOften;
        private long ended;

        Story(long seed) {
            this.seed = seed;
            this.random = new Random(seed * 0x9E3779B97F4A7C15L);
            clock.advance(Duration.ofMillis(random.nextInt(5_000)));
            this.config = config();
            this.twins = new TwinBreakers(clock, config);
            this.failing = random.nextDouble() * random.nextDouble();
            this.slow = random.nextDouble() * random.nextDouble();
            this.looksOften = random.nextBoolean();
            twins.listen(random.nextBoolean());
        }

        CircuitBreakerConfig config() {
            boolean timed = random.nextBoolean();
            // Of Resilience4j's windows without a lock the time-based goes by the system's clock, and none can be of
            // one call.
            boolean locked = timed || random.nextBoolean();
            int fewest = locked ? 1 : 2;
            CircuitBreakerConfig.Builder builder = TwinBreakers.config(clock)
                    .slidingWindow(
                            timed ? 1 + random.nextInt(6) : fewest + random.nextInt(30),
                            1 + random.nextInt(20),
                            timed ? SlidingWindowType.TIME_BASED : SlidingWindowType.COUNT_BASED,
                            locked
                                    ? SlidingWindowSynchronizationStrategy.SYNCHRONIZED
                                    : SlidingWindowSynchronizationStrategy.LOCK_FREE)
                    .failureRateThreshold(1 + random.nextInt(100))
                    .slowCallRateThreshold(1 + random.nextInt(100))
                    .slowCallDurationThreshold(Duration.ofMillis(100))
                    .permittedNumberOfCallsInHalfOpenState(fewest + random.nextInt(5))
                    .waitDurationInOpenState(Duration.ofMillis(1 + random.nextInt(3_000)));
            if (random.nextInt(3) == 0) {
                builder.ignoreExceptions(IllegalStateException.class);
            }
            if (random.nextInt(3) == 0) {
                builder.recordException(error -> error instanceof IOException);
            }
            if (random.nextInt(3) == 0) {
                builder.recordResult("bad"::equals);
            }
            if (random.nextInt(4) == 0) {
                builder.transitionOnResult(ending -> ending.isLeft() && "go".equals(ending.getLeft())
                        ? TransitionCheckResult.transitionToOpenAndWaitFor(Duration.ofSeconds(1))
                        : ending.isRight() && ending.get() instanceof ArithmeticException
                                ? TransitionCheckResult.transitionToOpenAndWaitUntil(
                                        clock.now().plusMillis(700))
                                : TransitionCheckResult.noTransition());
            }
            if (random.nextInt(10) == 0) {
                builder.initialState(pick(CircuitBreaker.State.values()));
            }
            return builder.build();
        }

        void told() {
            int steps = 20 + random.nextInt(150);
            for (int i = 0; i < steps; i++) {
                step();
                if (looksOften || random.nextInt(10) == 0) {
                    compare();
                }
            }
            compare();
            assertThat(twins.drivenEvents).as("%s", this).isEqualTo(twins.plainEvents);
            assertThat(twins.window.inFlightTotal()).as("%s", this).isEqualTo(inFlight.size());
            assertThat(twins.window.counted()).as("%s", this).isEqualTo(ended);
        }

        private void step() {
            int dice = random.nextInt(100);
            if (dice < 45 || inFlight.isEmpty() && dice < 80) {
                Call call = twins.start(pick(Way.values()));
                told.add(call == null ? "kept out" : "started " + call.way());
                if (call != null) {
                    inFlight.add(call);
                }
            } else if (dice < 90 && !inFlight.isEmpty()) {
                end(inFlight.remove(random.nextInt(inFlight.size())));
            } else if (dice < 98) {
                pass(Duration.ofMillis(random.nextInt(4) == 0 ? random.nextInt(4_000) : random.nextInt(300)));
            } else {
                order();
            }
        }

        private void end(Call call) {
            if (random.nextDouble() < slow) {
                pass(Duration.ofMillis(50 + random.nextInt(100)));
            }
            if (random.nextInt(20) == 0) {
                told.add("given back");
                twins.ignored(call);
            } else if (random.nextDouble() < failing) {
                Throwable error = pick(
                        new IOException("down"),
                        new IllegalStateException("ignored, perhaps"),
                        new ArithmeticException("moves, perhaps"),
                        new CompletionException(new IOException("down")));
                told.add("failed " + error);
                long ignored = twins.window.total(Outcome.IGNORED);
                twins.failed(call, error);
                ended += twins.window.total(Outcome.IGNORED) == ignored ? 1 : 0;
            } else {
                String result = pick("fine", "fine", "fine", "bad", random.nextInt(8) == 0 ? "go" : "fine");
                told.add("ended " + result);
                twins.succeeded(call, random.nextInt(8) == 0 ? null : result);
                ended++;
            }
        }

        private void order() {
            Consumer<CircuitBreaker> order = pick(
                    CircuitBreaker::reset,
                    CircuitBreaker::transitionToClosedState,
                    CircuitBreaker::transitionToClosedState,
                    CircuitBreaker::transitionToOpenState,
                    breaker -> breaker.transitionToOpenStateFor(Duration.ofMillis(300)),
                    CircuitBreaker::transitionToHalfOpenState,
                    CircuitBreaker::transitionToMetricsOnlyState,
                    CircuitBreaker::transitionToMetricsOnlyState,
                    CircuitBreaker::transitionToDisabledState,
                    CircuitBreaker::transitionToForcedOpenState);
            twins.order(order);
            told.add("told to be " + twins.plain.getState());
        }

        private void pass(Duration time) {
            told.add(time + " pass");
            clock.advance(time);
        }

        private void compare() {
            seen.add(twins.plain.getState());
            assertThat(TwinBreakers.numbers(twins.driven)).as("%s", this).isEqualTo(TwinBreakers.numbers(twins.plain));
        }

        long trips() {
            return twins.plainEvents.stream()
                    .filter(event -> event.contains("RATE_EXCEEDED"))
                    .count();
        }

        @SafeVarargs
        private <T> T pick(T... some) {
            return some[random.nextInt(some.length)];
        }

        @Override
        public String toString() {
            return "seed " + seed + ": " + config + "\n" + String.join("\n", told) + "\n";
        }
    }
}

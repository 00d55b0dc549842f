package dev.heal.guard;

import dev.heal.signal.SlicedWindow;
import dev.heal.time.ManualClock;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerEvent;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnErrorEvent;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnFailureRateExceededEvent;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnSlowCallRateExceededEvent;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnSuccessEvent;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The same calls at the same times through a plain breaker of Resilience4j and through a driven one. */
final class TwinBreakers {

    /** How a call takes its way through the driven breaker; the plain one's is as like it as can be. */
    enum Way {
        GUARD,
        PRIMITIVES
    }

    record Call(Way way, long start, long token) {}

    final ManualClock clock;
    final CircuitBreaker plain;
    final CircuitBreaker driven;
    final SlicedWindow window;
    final Guard guard;
    final List<String> plainEvents = new ArrayList<>();
    final List<String> drivenEvents = new ArrayList<>();

    TwinBreakers(ManualClock clock, CircuitBreakerConfig config) {
        this.clock = clock;
        this.plain = CircuitBreaker.of("twin", config);
        Breaker breaker = Breaker.driven(CircuitBreaker.of("twin", config), clock);
        this.driven = breaker.circuitBreaker();
        this.window = breaker.window().orElseThrow();
        this.guard = new Guard("twin", breaker, window, clock);
    }

    /** Both of Resilience4j's times are the clock's. */
    static CircuitBreakerConfig.Builder config(ManualClock clock) {
        return CircuitBreakerConfig.custom()
                .clock(new Wall(clock))
                .currentTimestampFunction(unused -> clock.nanos(), TimeUnit.NANOSECONDS);
    }

    /** Each kind of event asked for by its own name, or all at once. */
    void listen(boolean byName) {
        listen(plain, byName, plainEvents);
        listen(driven, byName, drivenEvents);
    }

    private static void listen(CircuitBreaker breaker, boolean byName, List<String> heard) {
        CircuitBreaker.EventPublisher publisher = breaker.getEventPublisher();
        if (byName) {
            publisher
                    .onSuccess(event -> heard.add(words(event)))
                    .onError(event -> heard.add(words(event)))
                    .onIgnoredError(event -> heard.add(words(event)))
                    .onReset(event -> heard.add(words(event)))
                    .onCallNotPermitted(event -> heard.add(words(event)))
                    .onStateTransition(event -> heard.add(words(event)))
                    .onFailureRateExceeded(event -> heard.add(words(event)))
                    .onSlowCallRateExceeded(event -> heard.add(words(event)));
        } else {
            publisher.onEvent(event -> {
                if (event.getEventType() != CircuitBreakerEvent.Type.SUCCESS) {
                    heard.add(words(event));
                }
            });
        }
    }

    private static String words(CircuitBreakerEvent event) {
        String more = "";
        if (event instanceof CircuitBreakerOnErrorEvent error) {
            more = error.getThrowable().getClass().getSimpleName() + " " + error.getElapsedDuration();
        } else if (event instanceof CircuitBreakerOnSuccessEvent success) {
            more = success.getElapsedDuration().toString();
        } else if (event instanceof CircuitBreakerOnFailureRateExceededEvent rate) {
            more = "" + rate.getFailureRate();
        } else if (event instanceof CircuitBreakerOnSlowCallRateExceededEvent rate) {
            more = "" + rate.getSlowCallRate();
        } else if (event instanceof CircuitBreakerOnStateTransitionEvent transition) {
            more = transition.getStateTransition().toString();
        }
        return event.getEventType() + " " + more;
    }

    /** The call that is now in flight through both, or null if neither let it in. */
    @Nullable
    Call start(Way way) {
        long start = clock.nanos();
        boolean plainly = way == Way.GUARD ? plain.tryAcquirePermission() : acquired(plain);
        long token = 0;
        boolean drivenly = true;
        if (way == Way.GUARD) {
            try {
                token = guard.enter();
            } catch (CallRejectedException rejected) {
                drivenly = false;
            }
        } else {
            drivenly = acquired(driven);
        }
        if (plainly != drivenly) {
            throw new AssertionError("let in by plain: " + plainly + ", by driven: " + drivenly);
        }
        return plainly ? new Call(way, start, token) : null;
    }

    private static boolean acquired(CircuitBreaker breaker) {
        try {
            breaker.acquirePermission();
            return true;
        } catch (CallNotPermittedException rejected) {
            return false;
        }
    }

    void succeeded(Call call, @Nullable Object result) {
        long nanos = clock.nanos() - call.start();
        asItIs(() -> plain.onResult(nanos, TimeUnit.NANOSECONDS, result));
        if (call.way() == Way.GUARD) {
            guard.succeeded(call.token(), result);
        } else {
            driven.onResult(nanos, TimeUnit.NANOSECONDS, result);
        }
    }

    void failed(Call call, Throwable error) {
        long nanos = clock.nanos() - call.start();
        asItIs(() -> plain.onError(nanos, TimeUnit.NANOSECONDS, error));
        if (call.way() == Way.GUARD) {
            guard.failed(call.token(), error);
        } else {
            driven.onError(nanos, TimeUnit.NANOSECONDS, error);
        }
    }

    void ignored(Call call) {
        plain.releasePermission();
        if (call.way() == Way.GUARD) {
            guard.ignored(call.token());
        } else {
            driven.releasePermission();
        }
    }

    /** The same order from outside; both refuse it or neither. */
    void order(Consumer<CircuitBreaker> order) {
        String plainly = told(plain, order);
        String drivenly = told(driven, order);
        if (!plainly.equals(drivenly)) {
            throw new AssertionError("told to plain: " + plainly + ", to driven: " + drivenly);
        }
    }

    private static String told(CircuitBreaker breaker, Consumer<CircuitBreaker> order) {
        try {
            order.accept(breaker);
            return "done";
        } catch (RuntimeException refused) {
            return refused.getClass().getSimpleName();
        }
    }

    /** Resilience4j fails to count in an open breaker that has the empty window of a forced one; a driven call is spared. */
    private void asItIs(Runnable ending) {
        try {
            ending.run();
        } catch (ArithmeticException | NullPointerException known) {
            if (plain.getState() != CircuitBreaker.State.OPEN) {
                throw known;
            }
        }
    }

    static String numbers(CircuitBreaker breaker) {
        CircuitBreaker.Metrics numbers = breaker.getMetrics();
        return breaker.getState() + " failure rate " + numbers.getFailureRate() + ", slow rate "
                + numbers.getSlowCallRate() + ", buffered " + numbers.getNumberOfBufferedCalls() + ", failed "
                + numbers.getNumberOfFailedCalls() + ", successful " + numbers.getNumberOfSuccessfulCalls() + ", slow "
                + numbers.getNumberOfSlowCalls() + " = " + numbers.getNumberOfSlowSuccessfulCalls() + " + "
                + numbers.getNumberOfSlowFailedCalls() + ", not permitted " + numbers.getNumberOfNotPermittedCalls();
    }

    private static final class Wall extends java.time.Clock {

        private final ManualClock clock;

        Wall(ManualClock clock) {
            this.clock = clock;
        }

        @Override
        public Instant instant() {
            return clock.now();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public java.time.Clock withZone(ZoneId zone) {
            return this;
        }
    }
}

package dev.heal.signal;

import dev.heal.time.ManualClock;
import java.time.Duration;
import java.util.Map;

/** A window on a clock that is moved by hand, and the calls that a test lets pass through it. */
final class Recorded {

    static final Duration SLICE = Duration.ofMillis(500);

    final ManualClock clock = new ManualClock();
    final SlicedWindow window = new SlicedWindow(SLICE, clock.nanos());

    /** Keeps ten seconds. */
    Recorded() {
        window.keep(Duration.ofSeconds(10));
    }

    /** Calls that take no time. */
    void calls(int count, Outcome outcome) {
        for (int i = 0; i < count; i++) {
            long now = clock.nanos();
            window.started(now);
            window.ended(outcome, now, now);
        }
    }

    /** A call that took {@code latency}; time does not pass for the others. */
    void took(Duration latency) {
        long now = clock.nanos();
        window.ended(Outcome.SUCCESS, now, now + latency.toNanos());
    }

    /** Time passes, and a sampler comes by as it does every tick. */
    void pass(Duration time) {
        Duration tick = Duration.ofMillis(250);
        for (Duration left = time; !left.isZero(); ) {
            Duration step = left.compareTo(tick) < 0 ? left : tick;
            clock.advance(step);
            window.rotate(clock.nanos());
            left = left.minus(step);
        }
    }

    /** Time passes in which no sampler comes by; it does at the end. */
    void passWithLateSampler(Duration time) {
        clock.advance(time);
        window.rotate(clock.nanos());
    }

    Snapshot snapshot() {
        return Snapshot.of(window, Map.of(), clock.nanos(), clock.now());
    }

    CallStats last(Duration span) {
        return snapshot().over(span);
    }
}

package dev.heal.detect;

import dev.heal.check.Check;
import dev.heal.resource.Resources;
import dev.heal.signal.Snapshot;
import dev.heal.text.Durations;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * The circuit breaker has been open, or half-open, for longer than it ever should: its trial calls were lost, or no
 * traffic comes to try.
 *
 * @param open unhealthy when open for this long or longer
 * @param halfOpen unhealthy when half-open for this long or longer
 */
public record StuckBreaker(Duration open, Duration halfOpen) implements Detector {

    public static final DetectorKind<StuckBreaker> KIND = new DetectorKind<>() {
        @Override
        public String name() {
            return "stuck-breaker";
        }

        @Override
        public StuckBreaker defaults() {
            return new StuckBreaker(Duration.ofMinutes(10), Duration.ofMinutes(1));
        }

        @Override
        public String words(StuckBreaker settings) {
            return "the circuit breaker has been open for " + Durations.written(settings.open) + ", or half-open for "
                    + Durations.written(settings.halfOpen);
        }

        @Override
        public Detector create(StuckBreaker settings, Resources resources) {
            return settings;
        }
    };

    public StuckBreaker open(Duration limit) {
        return new StuckBreaker(limit, halfOpen);
    }

    public StuckBreaker halfOpen(Duration limit) {
        return new StuckBreaker(open, limit);
    }

    @Override
    public void check(Check check) {
        check.positive("open", open);
        check.positive("half-open", halfOpen);
    }

    @Override
    public Verdict judge(Snapshot snapshot) {
        OptionalDouble openFor = snapshot.gauge("breaker.open-for");
        OptionalDouble halfOpenFor = snapshot.gauge("breaker.half-open-for");
        if (openFor.isEmpty() || halfOpenFor.isEmpty()) {
            return Verdict.inconclusive("the age of the breaker's state is not known");
        }
        if (openFor.getAsDouble() >= open.toNanos() / 1e9) {
            return stuck("open", openFor.getAsDouble(), open);
        }
        if (halfOpenFor.getAsDouble() >= halfOpen.toNanos() / 1e9) {
            return stuck("half-open", halfOpenFor.getAsDouble(), halfOpen);
        }
        return Verdict.healthy();
    }

    private static Verdict stuck(String state, double seconds, Duration limit) {
        String age = Durations.text(Duration.ofMillis((long) (seconds * 1e3)));
        return Verdict.unhealthy(Evidence.of("the circuit breaker has been " + state + " for " + age + " (limit "
                        + Durations.text(limit) + ")")
                .with("state", state)
                .with("for", age));
    }
}

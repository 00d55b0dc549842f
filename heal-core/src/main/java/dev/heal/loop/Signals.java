package dev.heal.loop;

import dev.heal.incident.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a {@link Sample} tells, without its time: most targets are the same from one second to the next. */
record Signals(
        long successes,
        long failures,
        long ignored,
        long rejected,
        @Nullable Duration p99,
        long inFlight,
        @Nullable Duration oldest,
        String breaker,
        List<String> unhealthy,
        List<String> unknown,
        Map<String, Double> gauges) {

    boolean hasCalls() {
        return (successes | failures | ignored | rejected) != 0;
    }

    /** Whether breaker and gauges are the same. */
    boolean isIn(String breaker, Map<String, Double> gauges) {
        return this.breaker.equals(breaker) && this.gauges.equals(gauges);
    }

    Sample sample(Moment end, Duration over, Duration after) {
        return new Sample(
                end.at(), after, over, successes, failures, ignored, rejected, p99, inFlight, oldest, breaker,
                unhealthy, unknown, gauges);
    }
}

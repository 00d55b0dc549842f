package dev.heal.detect;

import dev.heal.check.Check;
import dev.heal.signal.Gauge;
import dev.heal.signal.Snapshot;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A number of the application's own is too high.
 *
 * @param gauge where the number comes from
 * @param limit unhealthy when the number is larger
 */
public record GaugeAbove(Gauge gauge, double limit) implements Detector {

    public GaugeAbove above(double limit) {
        return new GaugeAbove(gauge, limit);
    }

    @Override
    public void check(Check check) {
        if (!Double.isFinite(limit)) {
            check.problem("above", limit, "is not a number to compare with", "write a finite number");
        }
    }

    @Override
    public List<Gauge> gauges() {
        return List.of(gauge);
    }

    @Override
    public Verdict judge(Snapshot snapshot) {
        OptionalDouble value = snapshot.gauge(gauge.name());
        if (value.isEmpty()) {
            return Verdict.inconclusive("the gauge " + gauge.name() + " gives no number");
        }
        if (value.getAsDouble() <= limit) {
            return Verdict.healthy();
        }
        return Verdict.unhealthy(Evidence.of(gauge.name() + " is " + value.getAsDouble() + " (limit " + limit + ")")
                .with(gauge.name(), value.getAsDouble()));
    }
}

package dev.heal.policy;

import dev.heal.check.Check;
import dev.heal.check.Checked;
import dev.heal.detect.JdbcProbe;
import dev.heal.detect.Probe;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The steady state that must hold after a step. With a probe: it answers well and none of the step's detectors is
 * unhealthy. Without: all of them are known to be healthy. Calls that began before the step and have ended do not count; those still in flight do.
 *
 * @param probe asked again and again; null for none
 * @param settle after the step, before anything is looked at
 * @param within the steady state must begin within this time
 * @param hold and hold for this long, without a break
 */
public record Verification(@Nullable Probe probe, Duration settle, Duration within, Duration hold) implements Checked {

    /** The step's own detectors must be healthy within 10 s, for 3 s. */
    public static final Verification DEFAULT =
            new Verification(null, Duration.ZERO, Duration.ofSeconds(10), Duration.ofSeconds(3));

    /** The default, and the probe must answer well. */
    public static Verification probe(Probe probe) {
        return new Verification(probe, DEFAULT.settle, DEFAULT.within, DEFAULT.hold);
    }

    /** The default, and a connection must be had from the pool and be answered by its database. */
    public static Verification probe(DataSource dataSource) {
        return probe(new JdbcProbe(dataSource));
    }

    /** The default without a probe. */
    public static Verification detectors() {
        return DEFAULT;
    }

    public Verification settle(Duration settle) {
        return new Verification(probe, settle, within, hold);
    }

    public Verification within(Duration within) {
        return new Verification(probe, settle, within, hold);
    }

    public Verification hold(Duration hold) {
        return new Verification(probe, settle, within, hold);
    }

    /** How long it takes at the most until it has passed or failed. */
    public Duration longest() {
        return settle.plus(within).plus(hold);
    }

    @Override
    public void check(Check check) {
        check.notNegative("settle", settle);
        check.positive("within", within);
        check.positive("hold", hold);
    }
}

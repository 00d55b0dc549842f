package dev.heal.region;

import dev.heal.admission.RetryBudget;
import dev.heal.detect.Probe;
import dev.heal.signal.Outcome;
import dev.heal.time.ManualClock;
import java.time.Duration;

/** Routers as the tests make them. */
final class Regions {

    static final Probe GOOD = new Probe() {
        @Override
        public String name() {
            return "test";
        }

        @Override
        public void ask(Duration limit) {}
    };

    private Regions() {}

    /** Home in the east; the west stands by. */
    static <T> RegionRouter.Builder<T> homeAndStandby(T east, T west, ManualClock clock) {
        return RegionRouter.<T>named("inventory")
                .region("east", east)
                .standby("west", west)
                .probe(resource -> GOOD)
                .retries(RetryBudget.of(1, 100, 100, clock))
                .clock(clock);
    }

    static long total(Region<?> region, Outcome outcome) {
        return region.window().total(outcome);
    }
}

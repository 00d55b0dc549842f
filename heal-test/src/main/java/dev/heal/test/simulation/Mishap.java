package dev.heal.test.simulation;

import java.time.Duration;

/**
 * One fault of a run.
 *
 * @param at when it begins, in nanoseconds of true time
 * @param lasts how long
 * @param target whom it concerns, where it concerns one
 * @param number what more there is to choose, depending on the fault
 */
public record Mishap(Fault fault, long at, Duration lasts, String target, int number) {

    public boolean isOn(long now) {
        return now >= at && now < at + lasts.toNanos();
    }

    long until() {
        return at + lasts.toNanos();
    }
}

package dev.heal.loop;

import dev.heal.time.Clock;
import java.time.Instant;

/**
 * One reading of both clocks.
 *
 * @param nanos to measure with
 * @param at to show
 */
record Moment(long nanos, Instant at) {

    static Moment of(Clock clock) {
        return new Moment(clock.nanos(), clock.now());
    }
}

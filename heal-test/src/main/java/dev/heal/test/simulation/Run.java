package dev.heal.test.simulation;

import java.util.List;

/**
 * How a story went.
 *
 * @param scenario what was known before
 * @param trace what was seen
 * @param ended when it ended, in nanoseconds of true time
 * @param unavailable the time for which calls went wrong, in seconds, weighed by their share, summed over the targets
 * @param withoutHeal the same in the same story without heal
 * @param planned what would be done first with heal in mode observe, and with heal in mode act; null where it was not asked
 */
public record Run(
        Scenario scenario, Trace trace, long ended, double unavailable, double withoutHeal, List<String> planned) {

    /** Stands for whatever a process would have done that died in that moment. */
    public static final String DIED = "died";
}

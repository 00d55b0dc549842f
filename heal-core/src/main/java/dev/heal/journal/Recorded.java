package dev.heal.journal;

import java.time.Duration;
import java.time.Instant;

/**
 * An entry as it was found in the journal.
 *
 * @param number counted from 1 without a gap, over all runs
 * @param at the wall clock of then, for display
 * @param age at least so long ago, as measured by the clocks of the runs since: the time in which no process was running
 *     is not in it, since only a wall clock could tell that, and wall clocks jump
 */
public record Recorded(long number, Instant at, Duration age, Entry entry) {}

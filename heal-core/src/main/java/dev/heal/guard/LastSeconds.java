package dev.heal.guard;

import dev.heal.guard.Tally.Counts;

/**
 * The current second and those before it, so many in all: how many calls had ended when a second was first seen is kept,
 * and what has failed or was slow in it.
 *
 * <p>Seconds begin where the wall clock's do, as Resilience4j's; from then on they follow the clock that measures.
 */
final class LastSeconds implements Tally.Reach {

    private static final long SECOND = 1_000_000_000L;

    private final long origin;
    private final long[] totalAtStart;
    private final int[] failures;
    private final int[] slow;
    private final int[] slowFailures;
    private long second;
    private int allFailures;
    private int allSlow;
    private int allSlowFailures;

    /** @param origin when the current second began */
    LastSeconds(int seconds, long origin) {
        this.origin = origin;
        this.totalAtStart = new long[seconds];
        this.failures = new int[seconds];
        this.slow = new int[seconds];
        this.slowFailures = new int[seconds];
    }

    @Override
    public void reachTo(long now, long total) {
        long current = Math.floorDiv(now - origin, SECOND);
        // After a long silence every place is renewed once; a call thread that was held up brings no old second back.
        second = Math.max(second, current - totalAtStart.length);
        while (second < current) {
            second++;
            int place = place(second);
            allFailures -= failures[place];
            allSlow -= slow[place];
            allSlowFailures -= slowFailures[place];
            failures[place] = 0;
            slow[place] = 0;
            slowFailures[place] = 0;
            totalAtStart[place] = total;
        }
    }

    @Override
    public void note(long number, boolean hasFailed, boolean isSlow) {
        int place = place(second);
        if (hasFailed) {
            failures[place]++;
            allFailures++;
        }
        if (isSlow) {
            slow[place]++;
            allSlow++;
        }
        if (hasFailed && isSlow) {
            slowFailures[place]++;
            allSlowFailures++;
        }
    }

    @Override
    public Counts counts(long total, int minimum) {
        long calls = total - totalAtStart[place(second + 1)];
        return new Counts((int) Math.min(calls, Integer.MAX_VALUE), allFailures, allSlow, allSlowFailures, minimum);
    }

    @Override
    public long until() {
        return origin + (second + 1) * SECOND;
    }

    private int place(long second) {
        return (int) (second % totalAtStart.length);
    }
}

package dev.heal.guard;

import dev.heal.guard.Tally.Counts;

/**
 * The last so many calls, exactly: of each that has failed or was slow its number is kept, and the rest is arithmetic.
 *
 * <p>The numbers are kept in a ring that grows with what there is to keep; a healthy target's stays empty.
 */
final class LastCalls implements Tally.Reach {

    private static final int KIND_BITS = 2;
    private static final int FAILED = 1;
    private static final int SLOW = 2;

    private final int size;
    private long[] ring = new long[0];
    private int first;
    private int kept;
    private int failures;
    private int slow;
    private int slowFailures;

    LastCalls(int size) {
        this.size = size;
    }

    @Override
    public void reachTo(long now, long total) {
        // Time alone leaves nothing out.
    }

    @Override
    public void note(long number, boolean hasFailed, boolean isSlow) {
        drop(number);
        if (kept == ring.length) {
            grow();
        }
        int kind = (hasFailed ? FAILED : 0) | (isSlow ? SLOW : 0);
        ring[(first + kept) % ring.length] = number << KIND_BITS | kind;
        kept++;
        count(kind, 1);
    }

    @Override
    public Counts counts(long total, int minimum) {
        drop(total);
        return new Counts((int) Math.min(total, size), failures, slow, slowFailures, minimum);
    }

    @Override
    public long until() {
        return 0;
    }

    /** What is out of reach once there are so many calls. */
    private void drop(long total) {
        while (kept > 0 && ring[first] >> KIND_BITS <= total - size) {
            count((int) ring[first] & (FAILED | SLOW), -1);
            first = (first + 1) % ring.length;
            kept--;
        }
    }

    private void count(int kind, int by) {
        failures += (kind & FAILED) != 0 ? by : 0;
        slow += (kind & SLOW) != 0 ? by : 0;
        slowFailures += kind == (FAILED | SLOW) ? by : 0;
    }

    private void grow() {
        long[] larger = new long[Math.min(size, Math.max(8, 2 * ring.length))];
        for (int i = 0; i < kept; i++) {
            larger[i] = ring[(first + i) % ring.length];
        }
        ring = larger;
        first = 0;
    }
}

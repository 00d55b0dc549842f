package dev.heal.admission;

/**
 * How much of a queue only stands there: what was in it at its shortest, over a span longer than a burst, was of use to
 * nobody, and all that it did was to make those who are served old. (CoDel, RFC 8289, measures the same in time; a number
 * holds whatever the order of service is.) As soon as the queue is empty once, all of it was needed.
 *
 * <p>Not safe for use by several threads.
 */
final class StandingQueue {

    private final long span;
    private long began;
    private int shortest = Integer.MAX_VALUE;
    private double surplus;

    /** @param span in nanoseconds */
    StandingQueue(long span, long now) {
        this.span = span;
        this.began = now;
    }

    /** @param choice of so many to choose from there is use at all times */
    void observe(int length, double choice, long now) {
        if (length == 0) {
            surplus = 0;
            shortest = 0;
        }
        shortest = Math.min(shortest, length);
        if (now - began >= span) {
            surplus = Math.max(0, surplus + shortest - choice);
            shortest = Integer.MAX_VALUE;
            began = now;
        }
    }

    /** By so many the queue may be shorter. */
    double surplus() {
        return surplus;
    }
}

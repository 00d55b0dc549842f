package dev.heal.test.simulation;

/**
 * What a target falls ill with.
 *
 * @param at when it begins, in nanoseconds of true time
 * @param until when it goes away by itself, or by a human's hand
 * @param needs how many repairs it takes; more than anybody will try if no repair helps
 */
public record Illness(String target, Kind kind, long at, long until, int needs) {

    /** No number of repairs helps. */
    static final int HOPELESS = 1000;

    /** What it looks like from outside. */
    public enum Kind {
        /** No call is answered. A restart helps, and so does moving traffic away. */
        DOWN,
        /** Half of the calls come too late. A restart helps. */
        SLOW,
        /** Too much work: a restart only costs time; shedding helps. */
        BUSY
    }
}

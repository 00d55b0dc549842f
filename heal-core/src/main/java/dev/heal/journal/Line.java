package dev.heal.journal;

import java.time.Instant;
import java.util.Map;

/**
 * One line of a segment: an entry, or a mark of the journal's own.
 *
 * @param number the entry's; of a mark the number that the next entry gets
 * @param up nanoseconds that the journal had been open then, all its runs taken together
 * @param run counts the openings
 */
record Line(long number, Instant at, long up, int run, Entry entry) {

    static final int VERSION = 1;

    /** Begins each segment. */
    static final String SEGMENT = "segment";

    /** Ends a run that was closed: without it the time since the last entry would not be known. */
    static final String CLOSED = "closed";

    private static final String JOURNAL = "journal";
    private static final String ANEW = "anew";

    /** @param anew what other segments hold from this number on was never acknowledged and is void */
    static Line segment(long next, Instant at, long up, int run, String journal, boolean anew) {
        return new Line(next, at, up, run, Entry.of(SEGMENT, Map.of(JOURNAL, journal, ANEW, anew)));
    }

    static Line closed(long next, Instant at, long up, int run) {
        return new Line(next, at, up, run, Entry.of(CLOSED, Map.of()));
    }

    static boolean isOwnType(String type) {
        return type.equals(SEGMENT) || type.equals(CLOSED);
    }

    boolean isSegment() {
        return entry.type().equals(SEGMENT);
    }

    boolean isMark() {
        return isOwnType(entry.type());
    }

    boolean isAnew() {
        return Boolean.TRUE.equals(entry.fields().get(ANEW));
    }

    String journal() {
        return String.valueOf(entry.fields().get(JOURNAL));
    }
}

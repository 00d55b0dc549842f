package dev.heal.incident;

import dev.heal.journal.Entry;
import dev.heal.journal.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** The latest 200 changes, in memory, over restarts where there is a journal. Safe for use by all threads. */
public final class ChangeLog {

    private static final int MOST = 200;
    private static final int MOST_BEFORE = 20;
    private static final Duration BEFORE = Duration.ofHours(48);

    private record Known(long nanos, Change change) {}

    private final Deque<Known> changes = new ArrayDeque<>();

    /**
     * @param records what the journal held; those that are no changes are passed over
     * @param now the present on the clock that measures
     */
    public ChangeLog(List<Recorded> records, long now) {
        for (Recorded recorded : records) {
            Change change = StoryRecords.change(recorded);
            if (change != null) {
                keep(new Known(now - recorded.age().toNanos(), change));
            }
        }
    }

    /** Keeps a change of this moment, and answers what is to be written of it. */
    public synchronized Entry add(String what, String text, long nanos, Instant at) {
        Change change = new Change(at, Duration.ZERO, what, text);
        keep(new Known(nanos, change));
        return StoryRecords.changed(change);
    }

    /** The changes of the 48 h before, at most 20, newest first. */
    public synchronized List<Change> before(long nanos) {
        List<Change> told = new ArrayList<>();
        for (Iterator<Known> each = changes.descendingIterator(); each.hasNext() && told.size() < MOST_BEFORE; ) {
            Known known = each.next();
            long ago = Math.max(0, nanos - known.nanos);
            if (ago <= BEFORE.toNanos()) {
                Change change = known.change;
                told.add(new Change(change.at(), Duration.ofNanos(ago), change.what(), change.text()));
            }
        }
        return told;
    }

    private synchronized void keep(Known change) {
        changes.addLast(change);
        if (changes.size() > MOST) {
            changes.removeFirst();
        }
    }
}

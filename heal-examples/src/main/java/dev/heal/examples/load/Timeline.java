package dev.heal.examples.load;

import dev.heal.examples.load.Sample.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Everything that was asked and what became of it, in the order of the schedule. Safe for use by all threads. */
public final class Timeline {

    private final List<Entry> entries = new ArrayList<>();

    /** Notes a request that goes out now; the caller ends it by exactly one {@link Entry#ended}. */
    synchronized Entry sent(long scheduledNanos, long sentNanos) {
        Entry entry = new Entry(scheduledNanos, sentNanos);
        entries.add(entry);
        return entry;
    }

    /** All requests up to now, a frozen copy. */
    public synchronized List<Sample> samples() {
        return entries.stream().map(Entry::sample).toList();
    }

    /** One request on its way. */
    static final class Entry {
        private volatile Sample sample;

        private Entry(long scheduledNanos, long sentNanos) {
            this.sample = new Sample(scheduledNanos, sentNanos, 0, Outcome.WAITING);
        }

        void ended(long nanos, boolean ok) {
            Sample before = sample;
            sample = new Sample(before.scheduledNanos(), before.sentNanos(), nanos, ok ? Outcome.OK : Outcome.FAILED);
        }

        private Sample sample() {
            return sample;
        }
    }
}

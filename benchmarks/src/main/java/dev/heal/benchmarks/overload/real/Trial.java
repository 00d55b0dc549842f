package dev.heal.benchmarks.overload.real;

import dev.heal.admission.Priority;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** What became of each request of a story. One thread writes. */
final class Trial {

    enum End {
        PENDING,
        /** Answered by 200 while somebody waited. */
        SERVED,
        /** Answered by 503. */
        TURNED_AWAY,
        /** Nobody waits for the answer any more. */
        TOO_LATE,
        /** The client kept it to itself, since the server would have turned it away. */
        WITHHELD,
        /** The connection was refused, or broke. */
        BROKEN
    }

    /** How long somebody waits for an answer, from when the request was due. */
    static final long PATIENCE = 1_000_000_000L;

    private static final long STEP = 100_000_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final double USUAL = 0.95;

    /** For so many seconds on end requests must succeed as usual. */
    private static final int HOLDS = 3;

    private final Story story;
    private final End[] ends;
    private final long[] took;
    private final long[] late;

    Trial(Story story) {
        this.story = story;
        ends = new End[story.size()];
        Arrays.fill(ends, End.PENDING);
        took = new long[story.size()];
        late = new long[story.size()];
    }

    /** @param nanos after it was due */
    void sent(int request, long nanos) {
        late[request] = nanos;
    }

    /** @param nanos after it was due */
    void ended(int request, End end, long nanos) {
        ends[request] = end == End.SERVED && nanos > PATIENCE ? End.TOO_LATE : end;
        took[request] = nanos;
    }

    boolean isPending(int request) {
        return ends[request] == End.PENDING;
    }

    /** Requests that were due in a span and ended so. */
    long count(End end, long from, long to) {
        return count(i -> ends[i] == end && isDue(i, from, to));
    }

    /** Answers that came in a span while somebody waited: no server can give more of them than its workers can do. */
    long servedIn(long from, long to) {
        return count(i -> {
            long at = story.due().get(i) + took[i];
            return ends[i] == End.SERVED && at >= from && at < to;
        });
    }

    /** The part of a class's requests, of those due in a span, that were served. */
    double success(Priority priority, long from, long to) {
        long all = count(i -> story.classes().get(i) == priority && isDue(i, from, to));
        long served = count(i -> story.classes().get(i) == priority && isDue(i, from, to) && ends[i] == End.SERVED);
        return (double) served / all;
    }

    /** The part of all requests due in a span that were served. */
    double success(long from, long to) {
        return (double) count(End.SERVED, from, to) / count(i -> isDue(i, from, to));
    }

    /** Of those due in a span and served, in nanoseconds from when they were due; NaN if there are none. */
    double quantile(double quantile, long from, long to) {
        long[] sorted = IntStream.range(0, ends.length)
                .filter(i -> ends[i] == End.SERVED && isDue(i, from, to))
                .mapToLong(i -> took[i])
                .sorted()
                .toArray();
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(quantile * sorted.length) - 1];
    }

    /** How late the client itself was to send, in nanoseconds. */
    double lateness(double quantile) {
        long[] sorted = late.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(quantile * sorted.length) - 1];
    }

    /**
     * How long after {@code from} requests succeed as usual again: 95 % of them, less two standard errors of what so few can
     * show, in each of three seconds on end.
     *
     * @param to the end of the story
     * @return seconds; infinite if they do not before {@code to}
     */
    double recovery(long from, long to) {
        for (long begin = from; begin + HOLDS * SECOND <= to; begin += STEP) {
            if (holds(begin)) {
                return (begin - from) / 1e9;
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    private boolean holds(long begin) {
        for (int second = 0; second < HOLDS; second++) {
            long from = begin + second * SECOND;
            long all = count(i -> isDue(i, from, from + SECOND));
            double error = Math.sqrt(USUAL * (1 - USUAL) / Math.max(1, all));
            if (success(from, from + SECOND) < USUAL - 2 * error) {
                return false;
            }
        }
        return true;
    }

    private boolean isDue(int request, long from, long to) {
        long due = story.due().get(request);
        return due >= from && due < to;
    }

    private long count(IntPredicate which) {
        return IntStream.range(0, ends.length).filter(which).count();
    }
}

package dev.heal.signal;

import dev.heal.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The last while in slices. Call threads add to the current slice, found with one volatile read; a sampler thread puts
 * the next slice in its place, so that no call thread ever allocates or resets anything.
 *
 * <p>If the sampler is late, the current slice grows longer: nothing is lost, and nobody waits. An empty slice is kept,
 * not replaced, so a target without calls costs nothing.
 */
public final class SlicedWindow implements SignalWindow {

    /**
     * Nanoseconds; a call that takes so long is seen with its latency even where only a sample of the calls is timed: a clock
     * that is 1 ms behind is at most 3 % off by then. 2^25, where a bucket begins.
     */
    public static final long ALWAYS_SEEN = 1L << 25;

    /** Calls a second from which on only a sample of them is timed: of 64 one, some 300 a second. */
    private static final long BUSY = 20_000;

    /** So many, and all are timed again. */
    private static final long QUIET = BUSY / 2;

    /** Rotations in which calls that were not timed may still come in. */
    private static final int AFTERMATH = 4;

    private volatile Timing timing = Timing.ADAPTIVE;
    private volatile long spanNanos;
    private final long sliceNanos;
    private final InFlight inFlight;
    private final Deque<Slice> past = new ArrayDeque<>(1); // that of an idle target stays empty
    private final long[] forgotten = new long[Outcome.values().length];
    /** Calls that count of all slices but the two latest. */
    private long settled;

    private volatile Slice current;
    /** How many rotations ago, at the most, a call may have been let in without being timed; 0 for never. */
    private int aftermath;

    /**
     * @param slice the length of a slice; what is asked for is rounded up to whole slices
     * @param nowNanos the clock's time at this moment
     */
    public SlicedWindow(Duration slice, long nowNanos) {
        this.spanNanos = slice.toNanos();
        this.sliceNanos = slice.toNanos();
        this.inFlight = new InFlight(nowNanos);
        this.current = new Slice(nowNanos);
    }

    /** Keeps what ended within the last {@code span}: the longest that will be asked for. */
    public void keep(Duration span) {
        spanNanos = Math.max(spanNanos, span.toNanos());
    }

    /** For which calls the clock is to be read; a window that nobody tells decides by the traffic. */
    public void timing(Timing timing) {
        this.timing = timing;
    }

    @Override
    public long begin(Clock clock) {
        return inFlight.begin(clock, current.sampled);
    }

    @Override
    public void started(long startNanos) {
        inFlight.started(startNanos);
    }

    @Override
    public void ended(Outcome outcome, long startNanos, long nowNanos, long latencyNanos) {
        inFlight.ended(startNanos, nowNanos);
        current.add(outcome, startNanos, latencyNanos);
    }

    @Override
    public void endedUntimed(Outcome outcome, long startNanos, long nowNanos) {
        if (outcome == Outcome.SUCCESS) {
            inFlight.succeededUntimed(startNanos);
        } else {
            inFlight.ended(startNanos, nowNanos);
            // Where all calls fail nothing else would have any of them timed; and failures are few, or dear anyway.
            inFlight.timeNext();
            current.addUntimed(outcome, startNanos);
        }
    }

    @Override
    public void endedAbout(Outcome outcome, long durationNanos, long nowNanos) {
        long startNanos = inFlight.believable(durationNanos, nowNanos);
        inFlight.endedAbout(startNanos, nowNanos);
        current.add(outcome, startNanos, nowNanos - startNanos);
    }

    @Override
    public void rejected() {
        current.addRejected();
    }

    /** As {@link #rotate(long, boolean)} where every call is timed. */
    public void rotate(long nowNanos) {
        rotate(nowNanos, false);
    }

    /**
     * Begins a new slice if the current one is long enough and holds anything. Called at each tick, by one thread.
     *
     * @param maySample whether it does to time only a sample of the calls while there are very many
     */
    public synchronized void rotate(long nowNanos, boolean maySample) {
        inFlight.advance(nowNanos);
        takeUntimed(nowNanos);
        if (nowNanos - current.began >= sliceNanos && !current.isEmpty()) {
            begin(current.next(nowNanos, current.since, maySample && timing == Timing.ADAPTIVE && isBusy(nowNanos)));
        } else if (current.sampled && (!maySample || nowNanos - current.began >= sliceNanos)) {
            // Nobody calls any more, or somebody wants to know each duration.
            begin(current.next(nowNanos, current.since, false));
        }
        aftermath = current.sampled ? AFTERMATH : Math.max(0, aftermath - 1);
        // A slice ends where the next one begins; it stays one slice longer than asked for, because a call thread that
        // has been held up may still be adding to it.
        while (!past.isEmpty() && nowNanos - endOfOldest() > spanNanos + sliceNanos) {
            if (past.size() == 1) {
                settle();
            }
            remember(past.removeFirst());
        }
    }

    private boolean isBusy(long nowNanos) {
        double seconds = (nowNanos - current.began) / 1e9;
        return counted(current) / seconds >= (current.sampled ? QUIET : BUSY);
    }

    /** Whether only a sample of the calls that start now is timed. */
    public boolean isSampled() {
        return current.sampled;
    }

    /** Counts of calls that were not timed wait where the calls were in flight; they belong to the slice of this moment. */
    private void takeUntimed(long nowNanos) {
        if (aftermath > 0) {
            current.add(inFlight.takeUntimed(current.since, nowNanos));
        }
    }

    private long endOfOldest() {
        Iterator<Slice> slices = past.iterator();
        slices.next();
        return slices.hasNext() ? slices.next().began : current.began;
    }

    /** From now on only calls that start now or later are judged: after a repair, and after a gap. Totals stay. */
    public synchronized void forget(long nowNanos) {
        takeUntimed(nowNanos);
        // The old slices stay for the totals until they are too old: a call thread may be adding to the last one.
        // All calls are timed at first, so that those that were not are known to be from before.
        begin(current.next(nowNanos, nowNanos, false));
    }

    /** What is in the window, oldest first; call threads may still be adding to the last one. */
    synchronized List<Slice> slices(long nowNanos) {
        takeUntimed(nowNanos);
        if (past.isEmpty()) {
            return List.of(current);
        }
        List<Slice> all = new ArrayList<>(past.size() + 1);
        all.addAll(past);
        all.add(current);
        all.removeIf(slice -> slice.since != current.since);
        return all;
    }

    /** Since when calls are judged. */
    public long since() {
        return current.since;
    }

    /** The calls in flight at this moment. */
    public InFlightView inFlight(long nowNanos) {
        return inFlight.view(nowNanos);
    }

    @Override
    public long inFlightTotal() {
        return inFlight.total();
    }

    @Override
    public long inFlightOfLate() {
        return inFlight.ofLate();
    }

    /** How many calls have ended so since the beginning; never goes back. */
    public synchronized long total(Outcome outcome) {
        long sum = forgotten[outcome.ordinal()] + current.countAll(outcome);
        sum += outcome == Outcome.SUCCESS ? inFlight.untimed() : 0;
        for (Slice slice : past) {
            sum += slice.countAll(outcome);
        }
        return sum;
    }

    /**
     * How many calls have ended since the beginning that count for a breaker: successes and failures. From any thread; what a
     * call thread adds to a slice that ended long ago is missing.
     */
    public synchronized long counted() {
        Slice last = past.peekLast();
        return settled
                + (last == null ? 0 : counted(last))
                + counted(current)
                + (aftermath > 0 ? inFlight.untimed() : 0);
    }

    private static long counted(Slice slice) {
        return slice.countAll(Outcome.SUCCESS) + slice.countAll(Outcome.FAILURE);
    }

    private void begin(Slice next) {
        settle();
        past.addLast(current);
        current = next;
    }

    /** The last of the past slices is now one of those that hardly ever change. */
    private void settle() {
        Slice last = past.peekLast();
        settled += last == null ? 0 : counted(last);
    }

    private void remember(Slice slice) {
        for (Outcome outcome : Outcome.values()) {
            forgotten[outcome.ordinal()] += slice.countAll(outcome);
        }
    }
}

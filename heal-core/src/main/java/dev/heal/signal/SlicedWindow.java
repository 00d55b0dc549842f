package dev.heal.signal;

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

    private volatile Timing timing = Timing.ADAPTIVE;
    private volatile long spanNanos;
    private final long sliceNanos;
    private final InFlight inFlight;
    private final Deque<Slice> past = new ArrayDeque<>();
    private final long[] forgotten = new long[Outcome.values().length];
    private volatile Slice current;

    /**
     * @param slice the length of a slice; what is asked for is rounded up to whole slices
     * @param nowNanos the clock's time at this moment
     */
    public SlicedWindow(Duration slice, long nowNanos) {
        this.spanNanos = slice.toNanos();
        this.sliceNanos = slice.toNanos();
        this.inFlight = new InFlight(nowNanos);
        this.current = new Slice(nowNanos, nowNanos);
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
    public void started(long startNanos) {
        inFlight.started(startNanos);
    }

    @Override
    public void ended(Outcome outcome, long startNanos, long nowNanos) {
        inFlight.ended(startNanos, nowNanos);
        current.add(outcome, startNanos, nowNanos - startNanos);
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

    /** Begins a new slice if the current one is long enough and holds anything. Called at each tick, by one thread. */
    public synchronized void rotate(long nowNanos) {
        inFlight.advance(nowNanos);
        if (nowNanos - current.began >= sliceNanos && !current.isEmpty()) {
            begin(new Slice(nowNanos, current.since));
        }
        // A slice ends where the next one begins; it stays one slice longer than asked for, because a call thread that
        // has been held up may still be adding to it.
        while (!past.isEmpty() && nowNanos - endOfOldest() > spanNanos + sliceNanos) {
            remember(past.removeFirst());
        }
    }

    private long endOfOldest() {
        Iterator<Slice> slices = past.iterator();
        slices.next();
        return slices.hasNext() ? slices.next().began : current.began;
    }

    /** From now on only calls that start now or later are judged: after a repair, and after a gap. Totals stay. */
    public synchronized void forget(long nowNanos) {
        // The old slices stay for the totals until they are too old: a call thread may be adding to the last one.
        begin(new Slice(nowNanos, nowNanos));
    }

    /** What is in the window, oldest first; call threads may still be adding to the last one. */
    synchronized List<Slice> slices() {
        List<Slice> all = new ArrayList<>(past);
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

    /** How many calls are in flight. */
    public long inFlightTotal() {
        return inFlight.total();
    }

    /** How many calls have ended so since the beginning; never goes back. */
    public synchronized long total(Outcome outcome) {
        long sum = forgotten[outcome.ordinal()] + current.countAll(outcome);
        for (Slice slice : past) {
            sum += slice.countAll(outcome);
        }
        return sum;
    }

    /** How many calls have ended since the beginning that count for a breaker: successes and failures. From any thread. */
    public long counted() {
        return total(Outcome.SUCCESS) + total(Outcome.FAILURE);
    }

    private void begin(Slice next) {
        past.addLast(current);
        current = next;
    }

    private void remember(Slice slice) {
        for (Outcome outcome : Outcome.values()) {
            forgotten[outcome.ordinal()] += slice.countAll(outcome);
        }
    }
}

package dev.heal.signal;

/**
 * The calls that ended during one short span. Call threads only add to it; a sampler thread replaces it by the next one.
 *
 * <p>A call is one atomic addition: to the bucket of its latency among the successes or among the failures, or to a counter
 * of those that have no latency. Calls that started before {@link #since} are counted apart: they tell of the time before a
 * repair or a gap.
 */
final class Slice {

    private static final int OUTCOMES = Outcome.values().length;

    /** In {@link #successes}, behind the buckets: for each outcome, calls from before {@link #since}; then those after it. */
    private static final int BEFORE = LatencyBuckets.COUNT;

    private static final int UNTIMED = BEFORE + OUTCOMES;

    /** When this slice began. */
    final long began;

    /** Since when signals count. */
    final long since;

    /** Whether only a sample of the calls that start now is timed. */
    final boolean sampled;

    private final Cells successes;
    private final Cells failures;
    /** Successes that were not timed, as they were found by a sampler thread; else they were one more addition a call. */
    private volatile InFlight.Untimed taken = InFlight.Untimed.NONE;

    Slice(long began, long since, boolean sampled) {
        this(began, since, sampled, new Cells(UNTIMED + OUTCOMES), new Cells(LatencyBuckets.COUNT));
    }

    private Slice(long began, long since, boolean sampled, Cells successes, Cells failures) {
        this.began = began;
        this.since = since;
        this.sampled = sampled;
        this.successes = successes;
        this.failures = failures;
    }

    /** The slice after this one: nothing in it has to be made by a thread that has called during this one. */
    Slice next(long nowNanos, long since, boolean sampled) {
        return new Slice(nowNanos, since, sampled, successes.fresh(), failures.fresh());
    }

    void add(Outcome outcome, long startNanos, long latencyNanos) {
        if (startNanos - since < 0) {
            successes.increment(BEFORE + outcome.ordinal());
        } else if (outcome == Outcome.SUCCESS) {
            successes.increment(LatencyBuckets.index(latencyNanos));
        } else if (outcome == Outcome.FAILURE) {
            failures.increment(LatencyBuckets.index(latencyNanos));
        } else {
            successes.increment(UNTIMED + outcome.ordinal());
        }
    }

    /** A call has ended whose latency was not measured, for it was short. */
    void addUntimed(Outcome outcome, long startNanos) {
        successes.increment((startNanos - since < 0 ? BEFORE : UNTIMED) + outcome.ordinal());
    }

    void addRejected() {
        successes.increment(UNTIMED + Outcome.REJECTED.ordinal());
    }

    /** Successes that were not timed; by one thread at a time. */
    void add(InFlight.Untimed more) {
        taken = taken.plus(more);
    }

    // -- what there is

    /** Calls that count and have started since then. */
    long count(Outcome outcome) {
        long untimed = successes.sum(UNTIMED + outcome.ordinal());
        return switch (outcome) {
            case SUCCESS -> untimed + taken.counted() + successes.sum(0, LatencyBuckets.COUNT);
            case FAILURE -> untimed + failures.sum(0, LatencyBuckets.COUNT);
            case IGNORED, REJECTED -> untimed;
        };
    }

    /** All calls that ended here, also those that started before {@link #since}. */
    long countAll(Outcome outcome) {
        long before = outcome == Outcome.SUCCESS ? taken.before() : 0;
        return before + successes.sum(BEFORE + outcome.ordinal()) + count(outcome);
    }

    /** Calls of that outcome that have no latency, for it was short and not measured. */
    long untimed(Outcome outcome) {
        return successes.sum(UNTIMED + outcome.ordinal()) + (outcome == Outcome.SUCCESS ? taken.counted() : 0);
    }

    void addSuccessesTo(long[] latencies) {
        successes.addTo(latencies);
    }

    void addFailuresTo(long[] latencies) {
        failures.addTo(latencies);
    }

    boolean isEmpty() {
        return taken.isNone() && successes.areZero() && failures.areZero();
    }
}

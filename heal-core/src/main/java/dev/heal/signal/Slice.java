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

    /** For each outcome, calls from before {@link #since}; behind them calls that have no latency. */
    private static final int WITHOUT_LATENCY = OUTCOMES;

    /** More than are used, so that the stripes of two threads are not neighbours. */
    private static final int OTHERS = 32;

    /** When this slice began. */
    final long began;

    /** Since when signals count. */
    final long since;

    /** Whether only a sample of the calls that start now is timed. */
    final boolean sampled;

    private final Latencies successes;
    private final Latencies failures;
    private final Cells others;
    /** Successes that were not timed, as they were found by a sampler thread: else each were one more addition. */
    private volatile InFlight.Untimed untimed = InFlight.Untimed.NONE;

    Slice(long began) {
        this(began, began, false, new Latencies(), new Latencies(), new Cells(OTHERS));
    }

    private Slice(long began, long since, boolean sampled, Latencies successes, Latencies failures, Cells others) {
        this.began = began;
        this.since = since;
        this.sampled = sampled;
        this.successes = successes;
        this.failures = failures;
        this.others = others;
    }

    /** The slice after this one: nothing in it has to be made for a thread that has called during this one. */
    Slice next(long nowNanos, long since, boolean sampled) {
        return new Slice(nowNanos, since, sampled, successes.fresh(), failures.fresh(), others.fresh());
    }

    void add(Outcome outcome, long startNanos, long latencyNanos) {
        if (startNanos - since < 0) {
            others.increment(outcome.ordinal());
        } else if (outcome == Outcome.SUCCESS) {
            successes.add(latencyNanos);
        } else if (outcome == Outcome.FAILURE) {
            failures.add(latencyNanos);
        } else {
            others.increment(WITHOUT_LATENCY + outcome.ordinal());
        }
    }

    /** A call has ended whose latency was not measured, for it was short. */
    void addUntimed(Outcome outcome, long startNanos) {
        others.increment((startNanos - since < 0 ? 0 : WITHOUT_LATENCY) + outcome.ordinal());
    }

    void addRejected() {
        others.increment(WITHOUT_LATENCY + Outcome.REJECTED.ordinal());
    }

    /** Successes that were not timed; by one thread at a time. */
    void add(InFlight.Untimed more) {
        untimed = untimed.plus(more);
    }

    // -- what there is

    /** Calls that have started since signals count. */
    long count(Outcome outcome) {
        return withoutLatency(outcome)
                + switch (outcome) {
                    case SUCCESS -> successes.count();
                    case FAILURE -> failures.count();
                    case IGNORED, REJECTED -> 0;
                };
    }

    /** All calls that ended here, also those that started before {@link #since}. */
    long countAll(Outcome outcome) {
        long untimedBefore = outcome == Outcome.SUCCESS ? untimed.before() : 0;
        return untimedBefore + others.sum(outcome.ordinal()) + count(outcome);
    }

    /** Calls that have started since signals count and have no latency; successes and failures were short. */
    long withoutLatency(Outcome outcome) {
        return others.sum(WITHOUT_LATENCY + outcome.ordinal()) + (outcome == Outcome.SUCCESS ? untimed.counted() : 0);
    }

    void addTo(Latencies.Weighted latencies) {
        latencies.add(successes, failures, withoutLatency(Outcome.SUCCESS), withoutLatency(Outcome.FAILURE));
    }

    boolean isEmpty() {
        return untimed.isNone() && successes.isEmpty() && failures.isEmpty() && others.sum(0, OTHERS) == 0;
    }
}

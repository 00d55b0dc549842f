package dev.heal.detect;

import dev.heal.signal.CallStats;
import dev.heal.signal.Snapshot;
import dev.heal.text.Durations;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The verdict of most looks at most targets: so it is made once for all that say the same, and a few of them are kept. */
record TooFewCalls(long calls, Duration over, int minimum, Verdict verdict) {

    /** A call that has been under way for so long is not just on its way. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    private static final AtomicReferenceArray<@Nullable TooFewCalls> LATELY = new AtomicReferenceArray<>(64);

    /**
     * Silent is what no call has come to. Calls that are kept out, or do not come back, are no silence, and no probe's good
     * word may stand for them.
     */
    static Verdict of(CallStats calls, Snapshot snapshot, Duration over, int minimum) {
        boolean hangs = snapshot.inFlight()
                .oldest()
                .filter(oldest -> oldest.compareTo(SHORT) >= 0)
                .isPresent();
        if (calls.rejected() > 0 || hangs) {
            return Verdict.inconclusive(text(calls.calls(), over, minimum) + ", and others were "
                    + (calls.rejected() > 0 ? "kept out" : "not answered yet"));
        }
        return of(calls.calls(), over, minimum);
    }

    private static String text(long calls, Duration over, int minimum) {
        return calls + " calls in " + Durations.text(over) + ", need " + minimum;
    }

    private static Verdict of(long calls, Duration over, int minimum) {
        int place = (int) (calls * 31 + minimum + over.getSeconds()) & (LATELY.length() - 1);
        TooFewCalls known = LATELY.get(place);
        if (known != null && known.calls == calls && known.minimum == minimum && known.over.equals(over)) {
            return known.verdict;
        }
        Verdict verdict = Verdict.silent(text(calls, over, minimum));
        LATELY.set(place, new TooFewCalls(calls, over, minimum, verdict));
        return verdict;
    }
}

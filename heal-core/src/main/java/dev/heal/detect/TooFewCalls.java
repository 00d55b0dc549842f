package dev.heal.detect;

import dev.heal.text.Durations;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The verdict of most looks at most targets: so it is made once for all that say the same, and a few of them are kept. */
record TooFewCalls(long calls, Duration over, int minimum, Verdict verdict) {

    private static final AtomicReferenceArray<@Nullable TooFewCalls> LATELY = new AtomicReferenceArray<>(64);

    static Verdict of(long calls, Duration over, int minimum) {
        int place = (int) (calls * 31 + minimum + over.getSeconds()) & (LATELY.length() - 1);
        TooFewCalls known = LATELY.get(place);
        if (known != null && known.calls == calls && known.minimum == minimum && known.over.equals(over)) {
            return known.verdict;
        }
        Verdict verdict = Verdict.silent(calls + " calls in " + Durations.text(over) + ", need " + minimum);
        LATELY.set(place, new TooFewCalls(calls, over, minimum, verdict));
        return verdict;
    }
}

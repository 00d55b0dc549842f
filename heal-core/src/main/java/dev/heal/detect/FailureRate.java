package dev.heal.detect;

import dev.heal.check.Check;
import dev.heal.resource.Resources;
import dev.heal.signal.CallStats;
import dev.heal.signal.Snapshot;
import dev.heal.text.Durations;
import dev.heal.text.Percents;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Too large a share of the calls fails.
 *
 * @param above unhealthy when the share is larger; above 0 and less than 1
 * @param clear healthy when the share is at most this, and between the two it is not known, so that a share that swings
 *     around one limit does not flap; 0 to {@code above}, null for the same as {@code above}
 * @param over the span looked back over
 * @param minimumCalls fewer calls than this prove nothing
 */
public record FailureRate(double above, @Nullable Double clear, Duration over, int minimumCalls) implements Detector {

    public static final DetectorKind<FailureRate> KIND = new DetectorKind<>() {
        @Override
        public String name() {
            return "failure-rate";
        }

        @Override
        public String description() {
            return "Too large a share of the calls failed, or the breaker is open and keeps calls out.";
        }

        @Override
        public FailureRate defaults() {
            return new FailureRate(0.5, null, Duration.ofSeconds(10), 20);
        }

        @Override
        public String words(FailureRate settings) {
            return "more than " + Percents.plain(settings.above) + " of at least " + settings.minimumCalls
                    + " calls in " + Durations.written(settings.over)
                    + " failed, or the circuit breaker is open and keeps calls out"
                    + (settings.clear == null ? "" : "; well again at " + Percents.plain(settings.clear) + " or less");
        }

        @Override
        public Detector create(FailureRate settings, Resources resources) {
            return settings;
        }
    };

    public FailureRate above(double ratio) {
        return new FailureRate(ratio, clear, over, minimumCalls);
    }

    public FailureRate clear(double ratio) {
        return new FailureRate(above, ratio, over, minimumCalls);
    }

    public FailureRate over(Duration span) {
        return new FailureRate(above, clear, span, minimumCalls);
    }

    public FailureRate minimumCalls(int calls) {
        return new FailureRate(above, clear, over, calls);
    }

    @Override
    public void check(Check check) {
        check.ratioToExceed("above", above);
        check.clears("clear", clear, "above", above);
        check.positiveUpTo("over", over, CallStats.LONGEST_SPAN);
        check.atLeast("minimum-calls", minimumCalls, 1);
    }

    /** An open breaker silences the calls whose failures opened it: that is no reason to know nothing. */
    private static boolean isKeptOut(Snapshot snapshot, CallStats calls) {
        return calls.rejected() > 0 && snapshot.gauge("breaker.open-for").orElse(0) > 0;
    }

    @Override
    public Verdict judge(Snapshot snapshot) {
        CallStats calls = snapshot.over(over);
        if (calls.calls() < minimumCalls && isKeptOut(snapshot, calls)) {
            return Verdict.unhealthy(Evidence.of("the circuit breaker is open and kept " + calls.rejected()
                            + " calls out in " + Durations.text(over))
                    .with("rejected", calls.rejected()));
        }
        if (calls.calls() < minimumCalls) {
            return TooFewCalls.of(calls, snapshot, over, minimumCalls);
        }
        double rate = (double) calls.failures() / calls.calls();
        double clearedAt = clear == null ? above : clear;
        if (rate <= clearedAt) {
            return Verdict.healthy();
        }
        String share = Percents.measured(rate);
        String found = calls.failures() + " of " + calls.calls() + " calls failed in " + Durations.text(over);
        if (rate <= above) {
            return Verdict.inconclusive(found + " (" + share + "): unhealthy above " + Percents.written(above)
                    + ", healthy at " + Percents.written(clearedAt) + " or less");
        }
        return Verdict.unhealthy(Evidence.of(found + " (" + share + ", limit " + Percents.written(above) + ")")
                .with("calls", calls.calls())
                .with("failures", calls.failures())
                .with("rejected", calls.rejected())
                .with("failure rate", share));
    }
}

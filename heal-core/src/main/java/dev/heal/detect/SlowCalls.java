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
 * Too large a share of the calls that ended was slow. Calls that never end are {@link InFlightAge}'s business.
 *
 * @param slowerThan a call this long or longer is slow
 * @param above unhealthy when the share of slow calls is larger; above 0 and less than 1
 * @param clear healthy when the share is at most this, and between the two it is not known; 0 to {@code above}, null for the
 *     same as {@code above}
 * @param over the span looked back over
 * @param minimumCalls fewer calls than this prove nothing
 */
public record SlowCalls(
        Duration slowerThan, double above, @Nullable Double clear, Duration over, int minimumCalls)
        implements Detector {

    public static final DetectorKind<SlowCalls> KIND = new DetectorKind<>() {
        @Override
        public String name() {
            return "slow-calls";
        }

        @Override
        public String description() {
            return "Too large a share of the calls was slow.";
        }

        @Override
        public SlowCalls defaults() {
            return new SlowCalls(Duration.ofSeconds(1), 0.5, null, Duration.ofSeconds(10), 20);
        }

        @Override
        public String words(SlowCalls settings) {
            return "more than " + Percents.plain(settings.above) + " of at least " + settings.minimumCalls
                    + " calls in " + Durations.written(settings.over) + " took "
                    + Durations.written(settings.slowerThan) + " or longer"
                    + (settings.clear == null ? "" : "; well again at " + Percents.plain(settings.clear) + " or less");
        }

        @Override
        public Detector create(SlowCalls settings, Resources resources) {
            return settings;
        }
    };

    public SlowCalls slowerThan(Duration limit) {
        return new SlowCalls(limit, above, clear, over, minimumCalls);
    }

    public SlowCalls above(double ratio) {
        return new SlowCalls(slowerThan, ratio, clear, over, minimumCalls);
    }

    public SlowCalls clear(double ratio) {
        return new SlowCalls(slowerThan, above, ratio, over, minimumCalls);
    }

    public SlowCalls over(Duration span) {
        return new SlowCalls(slowerThan, above, clear, span, minimumCalls);
    }

    public SlowCalls minimumCalls(int calls) {
        return new SlowCalls(slowerThan, above, clear, over, calls);
    }

    @Override
    public void check(Check check) {
        check.positiveUpTo("slower-than", slowerThan, CallStats.LONGEST);
        check.ratioToExceed("above", above);
        check.clears("clear", clear, "above", above);
        check.positiveUpTo("over", over, CallStats.LONGEST_SPAN);
        check.atLeast("minimum-calls", minimumCalls, 1);
    }

    @Override
    public Verdict judge(Snapshot snapshot) {
        CallStats calls = snapshot.over(over);
        if (calls.calls() < minimumCalls) {
            return TooFewCalls.of(calls, snapshot, over, minimumCalls);
        }
        long slow = calls.slowerThan(slowerThan);
        double rate = (double) slow / calls.calls();
        double clearedAt = clear == null ? above : clear;
        if (rate <= clearedAt) {
            return Verdict.healthy();
        }
        String share = Percents.measured(rate);
        String found = slow + " of " + calls.calls() + " calls in " + Durations.text(over) + " took "
                + Durations.text(slowerThan) + " or longer";
        if (rate <= above) {
            return Verdict.inconclusive(found + " (" + share + "): unhealthy above " + Percents.written(above)
                    + ", healthy at " + Percents.written(clearedAt) + " or less");
        }
        return Verdict.unhealthy(Evidence.of(found + " (" + share + ", limit " + Percents.written(above) + ")")
                .with("calls", calls.calls())
                .with("slow", slow)
                .with("p50", calls.percentile(0.5).map(Durations::text).orElse("-"))
                .with("p99", calls.percentile(0.99).map(Durations::text).orElse("-")));
    }
}

package dev.heal.detect;

import dev.heal.check.Check;
import dev.heal.resource.Resources;
import dev.heal.signal.InFlightView;
import dev.heal.signal.Snapshot;
import dev.heal.text.Durations;
import java.time.Duration;

/**
 * Calls hang: so many have been in flight for so long. A call that hangs never ends, so neither rates nor latencies tell
 * of it.
 *
 * @param above unhealthy calls are this old or older; ages are known to 268 ms and never overstated
 * @param calls unhealthy when at least so many are
 */
public record InFlightAge(Duration above, int calls) implements Detector {

    public static final DetectorKind<InFlightAge> KIND = new DetectorKind<>() {
        @Override
        public String name() {
            return "in-flight-age";
        }

        @Override
        public InFlightAge defaults() {
            return new InFlightAge(Duration.ofSeconds(5), 5);
        }

        @Override
        public String words(InFlightAge settings) {
            return (settings.calls == 1 ? "a call has" : settings.calls + " calls or more have")
                    + " been under way for " + Durations.written(settings.above) + " or longer";
        }

        @Override
        public Detector create(InFlightAge settings, Resources resources) {
            return settings;
        }
    };

    public InFlightAge above(Duration age) {
        return new InFlightAge(age, calls);
    }

    public InFlightAge calls(int count) {
        return new InFlightAge(above, count);
    }

    @Override
    public void check(Check check) {
        check.positive("above", above);
        if (above.compareTo(InFlightView.LONGEST) > 0) {
            check.problem(
                    "above",
                    Durations.text(above),
                    "is longer than ages are known",
                    "write " + Durations.text(InFlightView.LONGEST) + " or less");
        }
        check.atLeast("calls", calls, 1);
    }

    /** After a gap the calls that were under way have this long to end before they are judged. */
    @Override
    public Duration over() {
        return above;
    }

    @Override
    public Verdict judge(Snapshot snapshot) {
        InFlightView inFlight = snapshot.inFlight();
        long hung = inFlight.olderThan(above);
        if (hung < calls) {
            return Verdict.healthy();
        }
        String oldest = inFlight.oldest().map(Durations::text).orElse("-");
        return Verdict.unhealthy(Evidence.of(hung + " calls have been in flight for " + Durations.text(above)
                        + " or longer (limit " + calls + "), the oldest for " + oldest)
                .with("in flight", inFlight.total())
                .with("hung", hung)
                .with("oldest", oldest));
    }
}

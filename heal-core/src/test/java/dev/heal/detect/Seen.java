package dev.heal.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.check.Check;
import dev.heal.check.Checked;
import dev.heal.check.Problem;
import dev.heal.signal.Outcome;
import dev.heal.signal.SlicedWindow;
import dev.heal.signal.Snapshot;
import dev.heal.time.ManualClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a detector is shown in a test: calls that passed a window, and gauges. */
final class Seen {

    final ManualClock clock = new ManualClock();
    final SlicedWindow window = new SlicedWindow(Duration.ofMillis(500), clock.nanos());
    private final Map<String, Double> gauges = new HashMap<>();

    Seen() {
        window.keep(Duration.ofMinutes(1));
    }

    Seen calls(int count, Outcome outcome, Duration latency) {
        for (int i = 0; i < count; i++) {
            long now = clock.nanos();
            long start = now - latency.toNanos();
            window.started(Math.max(0, start));
            window.ended(outcome, Math.max(0, start), now);
        }
        return this;
    }

    Seen rejected(int count) {
        for (int i = 0; i < count; i++) {
            window.rejected();
        }
        return this;
    }

    /** Calls that have begun and do not end. */
    Seen hanging(int count) {
        for (int i = 0; i < count; i++) {
            window.started(clock.nanos());
        }
        return this;
    }

    Seen after(Duration span) {
        clock.advance(span);
        window.rotate(clock.nanos());
        return this;
    }

    Seen gauge(String name, double value) {
        gauges.put(name, value);
        return this;
    }

    Snapshot snapshot() {
        return Snapshot.of(window, gauges, clock.nanos(), clock.now());
    }

    static void assertHealthy(Verdict verdict) {
        assertThat(verdict).isEqualTo(Verdict.healthy());
    }

    static void assertUnknown(Verdict verdict, String reason) {
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Inconclusive.class,
                        unknown -> assertThat(unknown.reason()).isEqualTo(reason));
    }

    /** @param figures name, value, name, value ... in their order */
    static void assertUnhealthy(Verdict verdict, String summary, String... figures) {
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Unhealthy.class, unhealthy -> {
            assertThat(unhealthy.evidence().summary()).isEqualTo(summary);
            assertThat(unhealthy.evidence().figures().entrySet().stream()
                            .flatMap(figure -> List.of(figure.getKey(), figure.getValue()).stream()))
                    .containsExactly(figures);
        });
    }

    static List<String> problems(Checked checked) {
        Check check = Check.of("");
        checked.check(check);
        return check.problems().stream().map(Problem::toString).toList();
    }
}

package dev.heal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.incident.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The samples that are kept")
class LastMinuteTest {

    private static final long SECOND = 1_000_000_000;

    private final LastMinute minute = new LastMinute(5, 0);
    private final List<Sample> all = new ArrayList<>();

    @Test
    void areTheLatestWhetherTheyChangeOrNot() {
        long[] calls = {0, 0, 0, 4, 4, 0, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 3, 3, 3, 3, 3, 3, 3, 3, 1};
        for (int i = 0; i < calls.length; i++) {
            add(i + 1, calls[i]);

            List<Sample> latest = all.subList(Math.max(0, all.size() - 5), all.size());
            assertThat(minute.samples(Moment::nanos))
                    .as("after second %d", i + 1)
                    .isEqualTo(latest);
        }
    }

    @Test
    void beginWhereTheOneBeforeEndedAlsoWhenThatIsNotKeptAnyMore() {
        for (long end : new long[] {1, 2, 4, 7, 11, 16, 22}) {
            minute.add(moment(end), signals(0));
        }

        assertThat(minute.samples(end -> 0))
                .extracting(Sample::over)
                .containsExactly(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(6));
    }

    @Test
    void holdTheSameSignalsOnce() {
        Signals first = minute.add(moment(1), signals(2)).signals();

        assertThat(minute.add(moment(2), signals(2)).signals()).isSameAs(first);
        assertThat(minute.add(moment(3), signals(3)).signals()).isNotSameAs(first);
    }

    private void add(long second, long calls) {
        Moment end = moment(second);
        all.add(signals(calls).sample(end, Duration.ofSeconds(1), Duration.ofNanos(end.nanos())));
        minute.add(end, signals(calls));
    }

    private static Moment moment(long second) {
        return new Moment(second * SECOND, Instant.ofEpochSecond(second));
    }

    private static Signals signals(long calls) {
        return new Signals(calls, 0, 0, 0, null, 0, null, "closed", List.of(), List.of("errors"), Map.of());
    }
}

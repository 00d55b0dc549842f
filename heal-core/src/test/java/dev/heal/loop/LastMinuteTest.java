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

    private final Seconds seconds = new Seconds(0, 5);
    private final LastMinute minute = new LastMinute(seconds);
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
            take(moment(end), 0);
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
        Signals first = take(moment(1), 2);

        assertThat(take(moment(2), 2)).isSameAs(first);
        assertThat(take(moment(3), 3)).isNotSameAs(first);
    }

    @Test
    void areTakenAtOneMomentByAllTargetsAndASecondApart() {
        Moment tick = moment(1);

        assertThat(seconds.due(tick)).isEqualTo(1);
        assertThat(seconds.due(tick)).as("the next target's").isEqualTo(1);
        assertThat(seconds.due(new Moment(2 * SECOND - 1, Instant.EPOCH))).isZero();
        assertThat(seconds.due(moment(2))).isEqualTo(2);
    }

    @Test
    void areWithoutTheOneThatATargetHasMissed() {
        LastMinute other = new LastMinute(seconds);
        take(moment(1), 0);
        seconds.due(moment(2));
        other.add(2, signals(7));
        take(moment(3), 4);

        assertThat(minute.samples(Moment::nanos))
                .extracting(Sample::successes)
                .as("the one that was missed is told as the one before it")
                .containsExactly(0L, 0L, 4L);
        assertThat(other.samples(Moment::nanos)).extracting(Sample::successes).containsExactly(7L);
    }

    private void add(long second, long calls) {
        Moment end = moment(second);
        all.add(signals(calls).sample(end, Duration.ofSeconds(1), Duration.ofNanos(end.nanos())));
        take(end, calls);
    }

    private Signals take(Moment end, long calls) {
        return minute.add(seconds.due(end), signals(calls)).signals();
    }

    private static Moment moment(long second) {
        return new Moment(second * SECOND, Instant.ofEpochSecond(second));
    }

    private static Signals signals(long calls) {
        return new Signals(calls, 0, 0, 0, null, 0, null, "closed", List.of(), List.of("errors"), Map.of());
    }
}

package dev.heal.examples.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void allItemsOfAPageAreDueAtOnceAndPagesComeAtEqualDistances() {
        Schedule schedule = new Schedule(Duration.ofMillis(200), 3);

        assertThat(schedule.dueAfterNanos(0)).isZero();
        assertThat(schedule.dueAfterNanos(2)).isZero();
        assertThat(schedule.dueAfterNanos(3)).isEqualTo(200_000_000L);
        assertThat(schedule.dueAfterNanos(300)).isEqualTo(20_000_000_000L);
        assertThat(schedule.perSecond()).isEqualTo(15.0);
    }

    @Test
    void aScheduleThatNeverMovesOnIsRefusedByName() {
        assertThatThrownBy(() -> new Schedule(Duration.ZERO, 10)).hasMessageContaining("pageEvery is PT0S");
        assertThatThrownBy(() -> new Schedule(Duration.ofSeconds(1), 0)).hasMessageContaining("itemsPerPage is 0");
    }
}

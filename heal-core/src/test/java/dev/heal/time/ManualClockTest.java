package dev.heal.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The clock of tests and simulations moves only when it is told to. */
class ManualClockTest {

    private final Instant began = Instant.parse("2030-06-01T12:00:00Z");
    private final ManualClock clock = new ManualClock(began);

    @Test
    void stands_still_until_time_is_let_pass_and_then_both_times_move_alike() {
        long nanos = clock.nanos();
        assertThat(clock.now()).isEqualTo(began);

        clock.advance(Duration.ofMillis(1_500));

        assertThat(clock.nanos() - nanos).isEqualTo(1_500_000_000L);
        assertThat(clock.now()).isEqualTo(began.plusMillis(1_500));
    }

    @Test
    void a_wall_clock_that_jumps_leaves_measured_time_alone() {
        clock.advance(Duration.ofSeconds(1));
        long nanos = clock.nanos();

        clock.jumpWallClock(Duration.ofHours(-1));
        assertThat(clock.now()).isEqualTo(began.plusSeconds(1).minusSeconds(3_600));

        clock.jumpWallClock(Duration.ofDays(3_650));
        assertThat(clock.nanos()).isEqualTo(nanos);
    }

    @Test
    void measured_time_never_goes_back() {
        assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT-1S");
        assertThat(clock.nanos()).isZero();
        assertThat(clock.now()).isEqualTo(began);
    }
}

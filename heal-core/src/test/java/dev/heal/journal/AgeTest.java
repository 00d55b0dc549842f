package dev.heal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long ago something was is measured, not read off a wall clock. */
class AgeTest {

    private final Silence silence = new Silence();

    @AfterEach
    void speak() {
        silence.close();
    }

    @Test
    void the_age_is_the_time_that_the_runs_since_have_lasted_whatever_the_wall_clock_did() {
        Capacity forever = new Capacity(Duration.ofDays(36500), 1 << 20, 1_000, 2_000, 100);
        Desk desk = new Desk(new SimulatedDisk(new Random(1)), forever);
        desk.clock.advance(Duration.ofMinutes(1));
        desk.append(1, 1);
        desk.clock.advance(Duration.ofMinutes(2));
        desk.clock.jumpWallClock(Duration.ofHours(-1));
        desk.close();
        // A day in which no process was running, as only the wall clock could tell.
        desk.clock.jumpWallClock(Duration.ofDays(1));

        desk.reopen();
        assertThat(desk.recovered().entries().get(0).age()).isEqualTo(Duration.ofMinutes(2));
        desk.clock.advance(Duration.ofMinutes(5));
        desk.append(2, 2);
        desk.clock.jumpWallClock(Duration.ofDays(3650));
        // Killed: what came after the last entry cannot be known.
        desk.clock.advance(Duration.ofMinutes(7));

        desk.reopen();
        assertThat(desk.recovered().entries())
                .extracting(Recorded::age)
                .containsExactly(Duration.ofMinutes(7), Duration.ZERO);
        desk.clock.advance(Duration.ofNanos(11));
        desk.close().reopen();
        assertThat(desk.recovered().entries())
                .extracting(Recorded::age)
                .containsExactly(Duration.ofMinutes(7).plusNanos(11), Duration.ofNanos(11));
        assertThat(desk.recovered().entries())
                .extracting(Recorded::at)
                .containsExactly(
                        Instant.parse("2026-01-01T00:01:00Z"),
                        Instant.parse("2026-01-01T00:08:00Z")
                                .minus(Duration.ofHours(1))
                                .plus(Duration.ofDays(1)));
    }
}

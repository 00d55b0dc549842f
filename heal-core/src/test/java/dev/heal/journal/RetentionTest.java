package dev.heal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Old segments go, and the latest entry of each key stays. */
class RetentionTest {

    private static final Capacity LIMITS = new Capacity(Duration.ofDays(30), 1 << 20, 1_000, 2_000, 100);

    private final Silence silence = new Silence();

    @AfterEach
    void speak() {
        silence.close();
    }

    private static Entry stop(String who) {
        return Entry.of("stop", Map.of("who", who)).kept("stop/orders");
    }

    private static List<Entry> stops(Desk desk) {
        return desk.recovered().entries().stream()
                .map(Recorded::entry)
                .filter(entry -> entry.type().equals("stop"))
                .toList();
    }

    @Test
    void what_is_older_than_the_retention_goes_and_the_latest_of_each_key_stays_as_it_was() {
        Desk desk = new Desk(new SimulatedDisk(new Random(1)), LIMITS);
        desk.journal.append(stop("first"));
        desk.journal.append(stop("last"));
        desk.append(1, 20);
        desk.clock.advance(Duration.ofDays(31));

        desk.append(21, 40);
        desk.disk.powerOn();
        desk.reopen();

        assertThat(desk.ids()).doesNotContain(1L, 10L).endsWith(39L, 40L);
        assertThat(stops(desk)).containsExactly(stop("last"));
        Recorded kept = desk.recovered().entries().get(0);
        assertThat(kept.number()).isEqualTo(2);
        assertThat(kept.age()).isEqualTo(Duration.ofDays(31));
        assertThat(desk.recovered().gaps()).isEmpty();
    }

    @Test
    void what_is_kept_outlives_any_number_of_segments_runs_and_power_losses() {
        Desk desk = new Desk(new SimulatedDisk(new Random(1)), LIMITS);
        desk.journal.append(stop("ops"));
        for (int run = 0; run < 30; run++) {
            desk.append(run * 10 + 1, run * 10 + 10);
            desk.clock.advance(Duration.ofDays(20));
            if (run % 3 == 0) {
                desk.disk.powerOn();
            }
            desk.reopen();
            assertThat(stops(desk)).containsExactly(stop("ops"));
            assertThat(desk.recovered().gaps()).isEmpty();
        }
        assertThat(desk.ids()).hasSizeLessThan(60);
        assertThat(desk.disk.contents()).hasSizeLessThan(10);
    }

    @Test
    void the_total_is_bounded_whatever_the_age() {
        Capacity tight = new Capacity(Duration.ofDays(30), 5 * 4096, 1_000, 2_000, 100);
        Desk desk = new Desk(new SimulatedDisk(new Random(1)), tight);
        desk.journal.append(stop("ops"));

        desk.append(1, 300);

        assertThat(desk.disk.contents()).hasSizeLessThanOrEqualTo(8);
        desk.reopen();
        assertThat(desk.ids()).endsWith(299L, 300L).hasSizeLessThan(60);
        assertThat(stops(desk)).containsExactly(stop("ops"));
        assertThat(desk.recovered().gaps()).isEmpty();
    }

    @Test
    void runs_in_which_nothing_happened_leave_no_files() {
        Desk desk = Desk.small().append(1, 3).close();
        for (int run = 0; run < 20; run++) {
            desk.reopen().close();
        }

        assertThat(desk.disk.contents()).hasSizeLessThanOrEqualTo(3);
        assertThat(desk.reopen().ids()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void a_wall_clock_that_jumps_ten_years_costs_nothing_that_is_to_be_kept() {
        Desk desk = new Desk(new SimulatedDisk(new Random(1)), LIMITS);
        desk.journal.append(stop("ops"));
        desk.append(1, 10);
        desk.clock.jumpWallClock(Duration.ofDays(3650));
        desk.append(11, 30);

        assertThat(stops(desk.reopen())).containsExactly(stop("ops"));
    }

    @Test
    void a_wall_clock_that_jumps_ten_years_between_two_runs_costs_the_second_nothing_of_the_first() {
        Desk desk = new Desk(new SimulatedDisk(new Random(1)), LIMITS);
        desk.append(1, 30).close();
        desk.clock.jumpWallClock(Duration.ofDays(3650));
        desk.reopen().append(31, 60).close();
        desk.clock.jumpWallClock(Duration.ofDays(-3650));

        assertThat(desk.reopen().ids()).hasSize(60);
    }

    @Test
    void a_power_loss_while_old_segments_are_deleted_leaves_no_hole() {
        for (int calls = 1; calls < 60; calls++) {
            Desk desk = new Desk(new SimulatedDisk(new Random(calls)), LIMITS);
            desk.append(1, 60);
            desk.clock.advance(Duration.ofDays(31));
            desk.disk.losePowerAfter(calls);
            desk.append(61, 70);
            desk.disk.powerOn();

            assertThat(desk.reopen().recovered().gaps())
                    .as("after " + calls)
                    .noneMatch(gap -> gap.contains("missing") && !gap.contains("no record is missing"));
        }
    }
}

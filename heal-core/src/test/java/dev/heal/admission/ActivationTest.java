package dev.heal.admission;

import static dev.heal.admission.Priority.BULK;
import static dev.heal.admission.Priority.CRITICAL;
import static dev.heal.admission.Priority.HIGH;
import static dev.heal.admission.Priority.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.admission.Admission.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Idle it only measures; active it cuts off at once; released it goes back by steps; clients are told")
class ActivationTest {

    private static final Duration TICK = Duration.ofMillis(100);

    private final Admission admission = Admission.ofRoundTrips(ShedderSettings.DEFAULT, 0);
    private final Visitors visitors = new Visitors(admission);

    @Test
    void idle_it_lets_everybody_in() {
        for (int i = 0; i < 50_000; i++) {
            assertThat(visitors.arrives("anybody", BULK)).isEqualTo(Answer.ADMITTED);
        }

        assertThat(admission.isActive()).isFalse();
        assertThat(admission.underWay()).isEqualTo(50_000);
        assertThat(admission.cutOff(0).isNone()).isTrue();
    }

    @Test
    void idle_it_measures_so_that_it_knows_the_server_when_it_has_to() {
        // 40 under way at a time, each for 100 ms
        for (int round = 0; round < 30; round++) {
            for (int i = 0; i < 40; i++) {
                visitors.arrives("anybody", NORMAL);
            }
            visitors.pass(TICK);
            visitors.end(40);
        }

        admission.activate(BULK, visitors.now);

        assertThat(admission.limit()).isGreaterThanOrEqualTo(40);
    }

    @Test
    void activated_it_turns_away_at_once_all_that_is_less_important() {
        admission.activate(HIGH, 0);

        assertThat(admission.isActive()).isTrue();
        assertThat(visitors.arrives("critical", CRITICAL)).isEqualTo(Answer.ADMITTED);
        assertThat(visitors.arrives("high", HIGH)).isEqualTo(Answer.ADMITTED);
        assertThat(visitors.arrives("normal", NORMAL)).isEqualTo(Answer.REJECTED);
        assertThat(visitors.arrives("bulk", BULK)).isEqualTo(Answer.REJECTED);
        assertThat(admission.rejected(NORMAL) + admission.rejected(BULK)).isEqualTo(2);
    }

    @Test
    void clients_are_told_what_is_cut_off() {
        admission.activate(HIGH, 0);
        visitors.passWithTicks(TICK);

        assertThat(admission.cutOff(visitors.now)).isEqualTo(CutOff.below(HIGH));
    }

    @Test
    void released_it_goes_back_class_by_class_and_is_idle_again() {
        admission.activate(CRITICAL, 0);
        admission.release(0);

        Map<Priority, Long> backAt = backAt();

        assertThat(backAt).containsOnlyKeys(Priority.values());
        assertThat(backAt.get(HIGH)).isLessThan(backAt.get(NORMAL));
        assertThat(backAt.get(NORMAL)).isLessThan(backAt.get(BULK));
        assertThat(backAt.get(BULK)).isBetween(3L, 20L);
        visitors.passWithTicks(Duration.ofSeconds(1));
        assertThat(admission.isActive()).isFalse();
    }

    @Test
    void asked_for_less_it_goes_back_class_by_class_and_stays_active() {
        admission.activate(CRITICAL, 0);
        admission.activate(BULK, 0);
        backAt();

        visitors.passWithTicks(Duration.ofSeconds(3));

        assertThat(admission.isActive()).isTrue();
        assertThat(visitors.arrives("bulk", BULK)).isEqualTo(Answer.ADMITTED);
        assertThat(admission.limit()).isLessThan(50_000);
    }

    @Test
    void released_and_still_overloaded_it_does_not_become_idle_before_there_is_room() {
        Visitors small = Visitors.beforeOneTakenPlace(60);
        small.admission.release(0);
        for (int i = 0; i < 30; i++) {
            small.arrives("more than it can do", NORMAL);
            small.passWithTicks(TICK);
        }
        assertThat(small.admission.isActive()).isTrue();

        small.oneEnds();
        while (small.admission.waiting() > 0) {
            small.oneEnds();
        }
        small.passWithTicks(Duration.ofSeconds(2));
        assertThat(small.admission.isActive()).as("room for two seconds").isTrue();
        small.passWithTicks(Duration.ofSeconds(2));

        assertThat(small.admission.isActive()).isFalse();
    }

    @Test
    void without_a_waiting_room_it_goes_idle_too_once_nobody_is_turned_away() {
        Admission bare = Admission.ofRoundTrips(ShedderSettings.DEFAULT.waitingRoom(0), 0);
        Visitors few = new Visitors(bare);
        bare.activate(CRITICAL, 0);
        bare.release(0);
        for (int tick = 0; tick < 50; tick++) {
            few.arrives("critical", CRITICAL);
            few.passWithTicks(TICK);
            few.oneEnds();
        }

        assertThat(bare.isActive()).isFalse();
    }

    @Test
    void where_those_under_way_leave_no_room_it_is_not_taken_for_room_for_all() {
        Visitors closed = Visitors.beforeOnePlace(ShedderSettings.DEFAULT.maxHeld(1));
        closed.arrives("first", CRITICAL);
        closed.admission.release(0);
        for (int tick = 0; tick < 50; tick++) {
            assertThat(closed.arrives("more than it can do", CRITICAL)).isEqualTo(Answer.REJECTED);
            assertThat(closed.admission.turnsAway(Request.of(CRITICAL)))
                    .as("without a place in a room")
                    .isTrue();
            closed.passWithTicks(TICK);
        }
        assertThat(closed.admission.isActive()).isTrue();

        closed.oneEnds();
        closed.passWithTicks(Duration.ofSeconds(4));

        assertThat(closed.admission.isActive()).isFalse();
    }

    @Test
    void activated_again_while_it_goes_back_it_cuts_off_again() {
        admission.activate(CRITICAL, 0);
        admission.release(0);
        visitors.passWithTicks(Duration.ofMillis(200));

        admission.activate(CRITICAL, visitors.now);
        visitors.passWithTicks(Duration.ofSeconds(1));

        assertThat(visitors.arrives("high", HIGH)).isEqualTo(Answer.REJECTED);
    }

    @Test
    void a_release_without_an_activation_changes_nothing() {
        admission.release(0);
        visitors.passWithTicks(TICK);

        assertThat(admission.isActive()).isFalse();
    }

    @Test
    void what_is_told_follows_what_was_turned_away_and_comes_back() {
        Visitors small = Visitors.beforeOneTakenPlace(2);
        for (int i = 0; i < 20; i++) {
            small.arrives("bulk", BULK);
            small.arrives("normal", NORMAL);
        }
        small.passWithTicks(TICK);

        CutOff told = small.admission.cutOff(small.now);
        assertThat(told.share(HIGH)).isEqualTo(1);
        assertThat(told.share(NORMAL)).isLessThan(0.2);
        assertThat(told.share(BULK)).isZero();

        List<Double> depths = new ArrayList<>();
        small.oneEnds();
        for (int i = 0; i < 20; i++) {
            while (small.admission.underWay() > 0) {
                small.oneEnds();
            }
            small.passWithTicks(TICK);
            depths.add(small.admission.cutOff(small.now).depth());
        }
        assertThat(depths).isSorted().endsWith(4.0);
        assertThat(depths.get(0)).isLessThan(4.0);
    }

    /** In ticks of 100 ms from the release. */
    private Map<Priority, Long> backAt() {
        Map<Priority, Long> backAt = new TreeMap<>();
        for (long tick = 0; tick < 30; tick++) {
            for (Priority priority : Priority.all()) {
                if (visitors.arrives("probe", priority) == Answer.ADMITTED) {
                    backAt.putIfAbsent(priority, tick);
                    visitors.oneEnds();
                }
            }
            visitors.passWithTicks(TICK);
        }
        return backAt;
    }
}

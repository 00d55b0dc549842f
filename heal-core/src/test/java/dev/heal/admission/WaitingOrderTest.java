package dev.heal.admission;

import static dev.heal.admission.Priority.BULK;
import static dev.heal.admission.Priority.CRITICAL;
import static dev.heal.admission.Priority.HIGH;
import static dev.heal.admission.Priority.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.admission.Admission.Answer;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Who waits is served class by class, user by user, and leaves in the reverse order of importance")
class WaitingOrderTest {

    private final Visitors visitors = Visitors.beforeOneTakenPlace(60);

    @Test
    void the_most_important_class_goes_first_however_late_it_came() {
        visitors.arrives("bulk", BULK);
        visitors.arrives("normal", NORMAL);
        visitors.arrives("high", HIGH);
        visitors.arrives("critical", CRITICAL);

        visitors.end(4);

        assertThat(visitors.letIn).containsExactly("critical", "high", "normal", "bulk");
    }

    @Test
    void a_less_important_class_waits_as_long_as_a_more_important_one_does() {
        visitors.arrives("bulk", BULK);
        for (int i = 0; i < 5; i++) {
            visitors.arrives("high " + i, HIGH);
            visitors.oneEnds();
        }

        assertThat(visitors.letIn).containsExactly("high 0", "high 1", "high 2", "high 3", "high 4");

        visitors.oneEnds();
        assertThat(visitors.letIn).endsWith("bulk");
    }

    @Test
    void users_of_a_class_take_turns_however_many_requests_one_has_sent() {
        for (int i = 1; i <= 4; i++) {
            visitors.arrives("heavy " + i, NORMAL, "heavy");
        }
        visitors.arrives("ann 1", NORMAL, "ann");
        visitors.arrives("bob 1", NORMAL, "bob");
        visitors.arrives("ann 2", NORMAL, "ann");

        visitors.end(7);

        assertThat(visitors.letIn)
                .containsExactly("heavy 1", "bob 1", "ann 1", "heavy 2", "ann 2", "heavy 3", "heavy 4");
    }

    @Test
    void a_user_who_comes_back_is_not_served_before_those_whose_turn_it_is() {
        visitors.arrives("ann 1", NORMAL, "ann");
        visitors.arrives("bob 1", NORMAL, "bob");
        visitors.arrives("bob 2", NORMAL, "bob");
        visitors.oneEnds();
        visitors.arrives("ann 2", NORMAL, "ann");

        visitors.end(3);

        assertThat(visitors.letIn).containsExactly("ann 1", "bob 1", "bob 2", "ann 2");
    }

    @Test
    void a_user_who_missed_turns_makes_up_for_a_few_of_them_and_no_more() {
        visitors.arrives("ann once", NORMAL, "ann");
        for (int i = 1; i <= 20; i++) {
            visitors.arrives("bob " + i, NORMAL, "bob");
        }
        visitors.end(11);
        assertThat(visitors.letIn).startsWith("ann once").endsWith("bob 10");

        for (int i = 1; i <= 10; i++) {
            visitors.arrives("ann " + i, NORMAL, "ann");
        }
        visitors.end(7);

        // Bob has had ten turns and ann one; she is let in as if it had been five.
        assertThat(visitors.letIn.subList(11, 18))
                .containsExactly("ann 1", "ann 2", "ann 3", "ann 4", "ann 5", "bob 11", "ann 6");
    }

    @Test
    void who_comes_for_the_first_time_has_missed_nothing() {
        for (int i = 1; i <= 8; i++) {
            visitors.arrives("bob " + i, NORMAL, "bob");
        }
        visitors.end(4);
        for (int i = 1; i <= 4; i++) {
            visitors.arrives("new " + i, NORMAL, "new");
        }

        visitors.end(4);

        assertThat(visitors.letIn.subList(4, 8)).containsExactly("bob 5", "new 1", "bob 6", "new 2");
    }

    @Test
    void of_users_with_one_waiting_each_the_one_who_was_served_is_evicted_first() {
        Visitors few = Visitors.beforeOneTakenPlace(3);
        few.arrives("ann 1", NORMAL, "ann");
        few.arrives("bob 1", NORMAL, "bob");
        few.arrives("cid 1", NORMAL, "cid");
        few.oneEnds();
        few.arrives("ann 2", NORMAL, "ann");

        few.arrives("dan 1", NORMAL, "dan");

        assertThat(few.turnedAway).containsExactly("ann 2");
    }

    @Test
    void who_was_served_often_gives_way_to_who_was_not_though_that_one_has_more_waiting() {
        Visitors few = Visitors.beforeOneTakenPlace(3);
        few.arrives("ann 1", NORMAL, "ann");
        few.oneEnds();
        for (int i = 1; i <= 6; i++) {
            few.arrives("bob " + i, NORMAL, "bob");
            few.oneEnds();
        }
        few.arrives("ann 2", NORMAL, "ann");
        few.arrives("ann 3", NORMAL, "ann");
        few.arrives("bob 7", NORMAL, "bob");

        few.arrives("ann 4", NORMAL, "ann");

        assertThat(few.turnedAway).containsExactly("bob 7");
    }

    @Test
    void who_comes_back_is_served_too_where_others_come_with_a_new_name_each_time() {
        Visitors few = Visitors.beforeOneTakenPlace(20);
        for (int i = 0; i < 10_000; i++) {
            // Twice as many come as are served, one in a hundred of them ann.
            few.arrives("new " + i, NORMAL, "new " + i);
            few.pass(Duration.ofMillis(1));
            few.arrives(i % 50 == 0 ? "ann" : "other " + i, NORMAL, i % 50 == 0 ? "ann" : "other " + i);
            few.oneEnds();
            few.pass(Duration.ofMillis(1));
        }

        assertThat(few.letIn.stream().filter("ann"::equals).count())
                .as("of ann's 200, where a half of all is served")
                .isGreaterThan(60);
    }

    @Test
    void when_a_queue_stands_the_user_goes_first_who_has_sent_the_newest_of_those_with_as_many_turns() {
        visitors.arrives("ann 1", NORMAL, "ann");
        visitors.arrives("bob 1", NORMAL, "bob");
        visitors.pass(Duration.ofMillis(250));
        visitors.arrives("cid 1", NORMAL, "cid");
        visitors.arrives("ann 2", NORMAL, "ann");

        visitors.end(4);

        assertThat(visitors.letIn).containsExactly("ann 2", "cid 1", "bob 1", "ann 1");
    }

    @Test
    void in_a_burst_the_oldest_of_a_user_goes_first() {
        visitors.arrives("old", NORMAL);
        visitors.pass(Duration.ofMillis(20));
        visitors.arrives("new", NORMAL);
        visitors.pass(Duration.ofMillis(20));

        visitors.oneEnds();

        assertThat(visitors.letIn).containsExactly("old");
    }

    @Test
    void when_a_queue_stands_the_newest_goes_first_since_somebody_still_waits_for_it() {
        visitors.arrives("old", NORMAL);
        visitors.pass(Duration.ofMillis(250));
        visitors.arrives("new", NORMAL);
        visitors.pass(Duration.ofMillis(10));

        visitors.oneEnds();

        assertThat(visitors.letIn).containsExactly("new");
    }

    @Test
    void a_full_room_evicts_from_the_least_important_class_the_one_that_has_waited_longest() {
        Visitors few = Visitors.beforeOneTakenPlace(3);
        few.arrives("bulk old", BULK);
        few.pass(Duration.ofMillis(1));
        few.arrives("normal", NORMAL);
        few.arrives("bulk new", BULK);

        assertThat(few.arrives("high", HIGH)).isEqualTo(Answer.WAITING);
        assertThat(few.turnedAway).containsExactly("bulk old");

        few.arrives("critical", CRITICAL);
        assertThat(few.turnedAway).containsExactly("bulk old", "bulk new");

        few.arrives("critical too", CRITICAL);
        assertThat(few.turnedAway).containsExactly("bulk old", "bulk new", "normal");
        assertThat(few.admission.waiting()).isEqualTo(3);
    }

    @Test
    void a_full_room_turns_away_at_once_who_is_less_important_than_all_that_wait() {
        Visitors few = Visitors.beforeOneTakenPlace(2);
        few.arrives("high 1", HIGH);
        few.arrives("high 2", HIGH);

        assertThat(few.arrives("normal", NORMAL)).isEqualTo(Answer.REJECTED);
        assertThat(few.admission.turnsAway(Request.of(BULK))).isTrue();
        assertThat(few.admission.turnsAway(Request.of(HIGH))).isFalse();
        assertThat(few.admission.rejected(NORMAL)).isOne();
        assertThat(few.admission.rejected(BULK)).isOne();
    }

    @Test
    void a_newcomer_of_the_last_class_takes_the_place_of_one_that_has_waited_longer() {
        Visitors few = Visitors.beforeOneTakenPlace(2);
        few.arrives("old", NORMAL);
        few.pass(Duration.ofMillis(1));
        few.arrives("middle", NORMAL);

        assertThat(few.arrives("new", NORMAL)).isEqualTo(Answer.WAITING);

        assertThat(few.turnedAway).containsExactly("old");
    }

    @Test
    void the_user_who_has_most_waiting_is_evicted_first() {
        Visitors few = Visitors.beforeOneTakenPlace(4);
        few.arrives("ann 1", NORMAL, "ann");
        few.pass(Duration.ofMillis(1));
        few.arrives("heavy 1", NORMAL, "heavy");
        few.arrives("heavy 2", NORMAL, "heavy");
        few.arrives("heavy 3", NORMAL, "heavy");

        few.arrives("bob 1", NORMAL, "bob");
        few.arrives("heavy 4", NORMAL, "heavy");
        few.arrives("cid 1", NORMAL, "cid");

        assertThat(few.turnedAway).containsExactly("heavy 1", "heavy 2", "heavy 3");
    }

    @Test
    void without_a_waiting_room_nobody_waits() {
        Visitors none = Visitors.beforeOnePlace(ShedderSettings.DEFAULT.waitingRoom(0));

        assertThat(none.arrives("first", NORMAL)).isEqualTo(Answer.ADMITTED);
        assertThat(none.arrives("second", CRITICAL)).isEqualTo(Answer.REJECTED);

        none.oneEnds();
        assertThat(none.arrives("third", BULK)).isEqualTo(Answer.ADMITTED);
    }
}

package dev.heal.admission;

import static dev.heal.admission.Priority.CRITICAL;
import static dev.heal.admission.Priority.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.admission.Admission.Answer;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Every wait ends, once: by a place, by the longest wait, by the request's deadline, or by going away")
class WaitingEndsTest {

    private final Visitors visitors = Visitors.beforeOneTakenPlace(60);

    @Test
    void it_ends_at_the_longest_wait_and_not_before() {
        visitors.arrives("patient", NORMAL);

        visitors.passWithTicks(Duration.ofMillis(999));
        assertThat(visitors.turnedAway).isEmpty();

        visitors.passWithTicks(Duration.ofMillis(1));
        assertThat(visitors.turnedAway).containsExactly("patient");
        assertThat(visitors.admission.waiting()).isZero();
        assertThat(visitors.admission.rejected(NORMAL)).isOne();
    }

    @Test
    void the_longest_wait_is_as_set() {
        Visitors hasty = Visitors.beforeOnePlace(ShedderSettings.DEFAULT.maxWait(Duration.ofMillis(200)));
        hasty.arrives("first", CRITICAL);
        hasty.arrives("hasty", NORMAL);

        hasty.passWithTicks(Duration.ofMillis(199));
        assertThat(hasty.turnedAway).isEmpty();

        hasty.passWithTicks(Duration.ofMillis(1));
        assertThat(hasty.turnedAway).containsExactly("hasty");
    }

    @Test
    void it_ends_at_the_deadline_of_the_request() {
        visitors.arrives("urgent", Request.of(NORMAL).within(Duration.ofMillis(300), visitors.now));
        visitors.arrives("patient", NORMAL);

        visitors.passWithTicks(Duration.ofMillis(299));
        assertThat(visitors.turnedAway).isEmpty();

        visitors.passWithTicks(Duration.ofMillis(1));
        assertThat(visitors.turnedAway).containsExactly("urgent");
    }

    @Test
    void a_place_is_not_wasted_on_one_for_whom_it_is_too_late() {
        visitors.arrives("urgent", Request.of(CRITICAL).within(Duration.ofMillis(30), visitors.now));
        visitors.arrives("patient", NORMAL);
        visitors.pass(Duration.ofMillis(31));

        visitors.oneEnds();

        assertThat(visitors.letIn).containsExactly("patient");
        assertThat(visitors.turnedAway).containsExactly("urgent");
        assertThat(visitors.admission.underWay()).isOne();
    }

    @Test
    void who_waits_may_hold_what_those_under_way_leave() {
        // given five that came while nothing was turned away, one of six threads left, and one place
        Visitors blocking = new Visitors(
                Admission.ofRoundTrips(ShedderSettings.DEFAULT.maxConcurrency(1).maxHeld(6), 0));
        for (int i = 1; i <= 5; i++) {
            blocking.arrives("early " + i, NORMAL);
        }
        blocking.admission.activate(Priority.BULK, 0);

        // when three come
        for (int i = 1; i <= 3; i++) {
            blocking.arrives("late " + i, NORMAL);
        }

        // then one thread is all that they may hold, and with each that ends it is one more
        assertThat(blocking.admission.waiting()).isOne();
        blocking.end(3);
        for (int i = 4; i <= 8; i++) {
            blocking.arrives("late " + i, NORMAL);
        }
        assertThat(blocking.admission.underWay()).isEqualTo(2);
        assertThat(blocking.admission.waiting()).isEqualTo(4);
    }

    @Test
    void who_goes_away_hears_nothing_and_counts_as_turned_away() {
        Visitors.Visitor leaver = visitors.new Visitor("leaver", Request.of(NORMAL));
        visitors.arrives(leaver);

        assertThat(visitors.admission.withdraw(leaver, visitors.now)).isTrue();
        assertThat(visitors.admission.withdraw(leaver, visitors.now)).isFalse();
        visitors.oneEnds();

        assertThat(leaver.heard).isEmpty();
        assertThat(visitors.admission.rejected(NORMAL)).isOne();
        assertThat(visitors.admission.underWay()).isZero();
        assertThat(visitors.admission.waiting()).isZero();
    }

    @Test
    void who_has_been_answered_cannot_go_away_any_more() {
        Visitors.Visitor guest = visitors.new Visitor("guest", Request.of(NORMAL));
        visitors.arrives(guest);
        visitors.oneEnds();

        assertThat(visitors.admission.withdraw(guest, visitors.now)).isFalse();
        assertThat(guest.heard).containsExactly(Answer.ADMITTED);
        assertThat(visitors.admission.rejected(NORMAL)).isZero();
    }

    @Test
    void a_free_place_is_taken_at_once_by_one_that_waits_and_by_no_newcomer_before() {
        visitors.arrives("waiting", NORMAL);

        visitors.oneEnds();
        Answer newcomer = visitors.arrives("newcomer", NORMAL);

        assertThat(visitors.letIn).containsExactly("waiting");
        assertThat(newcomer).isEqualTo(Answer.WAITING);
    }
}

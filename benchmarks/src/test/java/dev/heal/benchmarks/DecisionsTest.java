package dev.heal.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heal.benchmarks.Decisions.Place;
import dev.heal.benchmarks.admission.Decision;
import dev.heal.benchmarks.admission.Entrant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who decides beside whom, and how the price of a decision is judged. */
class DecisionsTest {

    private static List<Place> places(String... arguments) {
        return Decisions.places(Options.parse(List.of(arguments), List.of("admission")));
    }

    @Test
    void every_contestant_decides_all_that_it_can_beside_its_reference() {
        List<Place> places = places("admission");

        for (Entrant entrant : Entrant.values()) {
            for (Decision decision : entrant.decisions()) {
                assertThat(places).contains(new Place(decision, entrant, 1), new Place(decision, entrant, 2));
            }
        }
        assertThat(places).allSatisfy(place -> assertThat(places).contains(place.reference()));
        assertThat(places.stream().map(Place::fork)).doesNotHaveDuplicates();
    }

    @Test
    void a_quick_run_has_all_that_is_judged_and_is_over_in_three_minutes() {
        List<Place> places = places("admission", "--quick");

        assertThat(places)
                .contains(
                        new Place(Decision.ACCEPTED, Entrant.HEAL, 2),
                        new Place(Decision.REJECTED, Entrant.HEAL_FULL, 1),
                        new Place(Decision.REJECTED, Entrant.HEAL_CUT_OFF, 1),
                        new Place(Decision.REJECTED, Entrant.HEAL_NO_ROOM, 1));
        assertThat(Effort.QUICK.minutes(places.size())).isLessThanOrEqualTo(3);
    }

    @Test
    void nobody_is_measured_for_an_expression_that_is_found_nowhere() {
        assertThatThrownBy(() -> places("admission", "--include", "accepted: nobody"))
                .isInstanceOf(Options.UsageException.class)
                .hasMessage("--include accepted: nobody is found in no contestant; write it as in \"accepted: heal\"");
    }

    @Test
    void a_decision_is_judged_at_one_thread_and_what_is_let_in_must_be_proved_to_allocate_nothing() {
        List<Place> places = List.of(
                new Place(Decision.ACCEPTED, Entrant.BULKHEAD, 1),
                new Place(Decision.ACCEPTED, Entrant.HEAL, 1),
                new Place(Decision.REJECTED, Entrant.BULKHEAD, 1),
                new Place(Decision.REJECTED, Entrant.HEAL_CUT_OFF, 1));
        Map<Rounds.Fork, List<Row.Sample>> samples = new HashMap<>();
        samples.put(places.get(0).fork(), rounds(20, 0));
        samples.put(places.get(1).fork(), rounds(90, 24));
        samples.put(places.get(2).fork(), rounds(10, 0));
        samples.put(places.get(3).fork(), rounds(130, 96));

        List<Goal> goals = Decisions.goals(Decisions.rows(places, samples));

        assertThat(goals.stream().map(goal -> goal.verdict() + " " + goal.promise()))
                .containsExactly(
                        "MISSED a request let in, 1 thread: allocates nothing",
                        "MET a request let in, 1 thread: processor time",
                        "MISSED a request turned away (heal, the class cut off), 1 thread: processor time");
    }

    private static List<Row.Sample> rounds(double nanos, double bytes) {
        Row.Sample sample = new Row.Sample(nanos, nanos, bytes, 0);
        return List.of(sample, sample, sample);
    }
}

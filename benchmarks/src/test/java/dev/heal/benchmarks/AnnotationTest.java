package dev.heal.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.benchmarks.annotation.Entrant;
import dev.heal.benchmarks.annotation.Outcome;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Who is measured among the annotations, and how it is judged")
class AnnotationTest {

    private static Options options(String... arguments) {
        return Options.parse(List.of(arguments), List.of("annotation"));
    }

    private static Seat seat(Entrant entrant, int threads) {
        return new Seat(Outcome.SUCCESS, entrant, threads, false);
    }

    @Test
    void every_contestant_sits_in_each_outcome_that_it_can_have_beside_its_reference() {
        List<Seat> seats = Seat.of(options("annotation"));

        for (Entrant entrant : Entrant.values()) {
            for (Outcome outcome : Outcome.values()) {
                for (int threads : List.of(1, 2)) {
                    assertThat(seats.contains(new Seat(outcome, entrant, threads, false)))
                            .isEqualTo(entrant.outcomes().contains(outcome));
                }
            }
        }
        assertThat(seats).allSatisfy(seat -> assertThat(seats).contains(seat.reference()));
        assertThat(seats.stream().map(Seat::fork)).doesNotHaveDuplicates();
    }

    @Test
    void what_is_judged_is_in_a_quick_run_too() {
        List<Seat> seats = Seat.of(options("annotation", "--quick"));

        assertThat(seats)
                .contains(seat(Entrant.HEALED, 1), seat(Entrant.HEALED, 2), seat(Entrant.EMPTY, 1))
                .hasSizeLessThan(12);
    }

    @Test
    void whoever_asks_for_one_contestant_gets_its_reference_as_well() {
        List<Seat> seats = Seat.of(options("annotation", "--quick", "--threads", "1", "--include", "success: @Healed"));

        assertThat(new HashSet<>(seats))
                .containsExactlyInAnyOrder(seat(Entrant.CIRCUIT_BREAKER, 1), seat(Entrant.HEALED, 1));
    }

    @Test
    void it_is_judged_by_processor_time_and_bytes_within_rounds() {
        List<Seat> seats = List.of(seat(Entrant.CIRCUIT_BREAKER, 2), seat(Entrant.HEALED, 2));
        Map<Rounds.Fork, List<Row.Sample>> samples = new HashMap<>();
        // given a machine that was twice as slow in the second round
        samples.put(seats.get(0).fork(), rounds(1_500, 3_000, 1_500, 1_760));
        samples.put(seats.get(1).fork(), rounds(105, 210, 105, 176));

        List<Goal> goals = Annotation.goals(seats, samples);

        assertThat(goals).hasSize(2);
        assertThat(goals.get(0).verdict()).isEqualTo(Goal.Verdict.MET);
        assertThat(goals.get(0).measured().value()).isBetween(0.069, 0.071);
        assertThat(goals.get(1).verdict()).isEqualTo(Goal.Verdict.MISSED);
        assertThat(Annotation.rows(seats, samples)).hasSize(2);
    }

    private static List<Row.Sample> rounds(double one, double two, double three, double bytes) {
        return List.of(
                new Row.Sample(one, one, bytes, 0),
                new Row.Sample(two, two, bytes, 0),
                new Row.Sample(three, three, bytes, 0));
    }

    @Test
    void the_command_knows_it_and_its_help_names_it() throws Exception {
        assertThat(Main.SUITES.stream().map(Suite::name)).contains("annotation");
        assertThat(Main.help()).contains("\n  annotation ");
    }
}

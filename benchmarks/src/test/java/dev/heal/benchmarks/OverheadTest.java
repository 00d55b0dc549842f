package dev.heal.benchmarks;

import static dev.heal.benchmarks.Goal.Verdict.MET;
import static dev.heal.benchmarks.Goal.Verdict.MISSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.heal.benchmarks.overhead.Entrant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From what the forks measured to rows and verdicts. */
class OverheadTest {

    private static final List<Place> LINEUP =
            Lineup.of(Options.parse(List.of("overhead", "--include", "(success|rejected): heal"), List.of("overhead")));

    @Test
    void each_row_is_compared_with_the_reference_of_its_own_path_and_number_of_threads() {
        List<Row> rows = Overhead.rows(LINEUP, measured(Map.of(Entrant.HEAL_EXACT, 0.8)));

        assertThat(rows).hasSameSizeAs(LINEUP);
        assertThat(rows)
                .filteredOn(row -> row.name().equals("heal, exact"))
                .hasSize(5)
                .allSatisfy(row -> assertThat(row.toReference().value()).isCloseTo(0.8, within(1e-9)));
        assertThat(rows.get(0).name()).isEqualTo("Resilience4j");
        assertThat(rows.get(0).threads()).isEqualTo(1);
    }

    @Test
    void goals_are_judged_at_one_and_two_threads_and_a_lost_one_is_there_to_see() {
        List<Goal> goals = OverheadGoals.of(
                Overhead.rows(LINEUP, measured(Map.of(Entrant.HEAL_EXACT, 0.4, Entrant.HEAL_SAMPLED, 0.1))));

        assertThat(goals).noneMatch(goal -> goal.promise().contains("8 threads"));
        assertThat(verdict(goals, "heal, exact, success, 1 thread: processor time"))
                .isEqualTo(MET);
        assertThat(verdict(goals, "heal, exact, success, 2 threads: processor time"))
                .isEqualTo(MISSED);
        assertThat(verdict(goals, "heal, sampled, success, 1 thread: processor time"))
                .isEqualTo(MET);
        assertThat(verdict(goals, "heal, sampled, success, 2 threads: processor time"))
                .isEqualTo(MISSED);
        assertThat(verdict(goals, "heal, attached, success, 2 threads: processor time"))
                .isEqualTo(MET);
        assertThat(verdict(goals, "heal, exact, rejected, 1 thread: processor time"))
                .isEqualTo(MET);
        assertThat(verdict(goals, "heal, exact, success, 2 threads: allocates nothing"))
                .isEqualTo(MISSED);
        assertThat(goals).hasSize(18);
    }

    @Test
    void a_run_without_heal_has_nothing_to_promise() {
        List<Place> others =
                Lineup.of(Options.parse(List.of("overhead", "--include", "Sentinel"), List.of("overhead")));

        assertThat(OverheadGoals.of(Overhead.rows(others, measured(others, Map.of()))))
                .isEmpty();
    }

    @Test
    void a_busy_machine_is_said_to_be_busy() {
        assertThat(Overhead.warnings(0.05, 2.1, 2)).isEmpty();
        assertThat(Overhead.warnings(0.40, 2.1, 2)).singleElement().asString().contains("not quiet", "40 %");
        assertThat(Overhead.warnings(0.05, 4.0, 2)).singleElement().asString().contains("4.00");
    }

    private static Goal.Verdict verdict(List<Goal> goals, String promise) {
        return goals.stream()
                .filter(goal -> goal.promise().startsWith(promise))
                .findFirst()
                .orElseThrow()
                .verdict();
    }

    private static Map<Rounds.Fork, List<Row.Sample>> measured(Map<Entrant, Double> ratios) {
        return measured(LINEUP, ratios);
    }

    /** Three rounds, of which the second is slow for all. */
    private static Map<Rounds.Fork, List<Row.Sample>> measured(List<Place> lineup, Map<Entrant, Double> ratios) {
        Map<Rounds.Fork, List<Row.Sample>> samples = new HashMap<>();
        for (Place place : lineup) {
            double nanos = 100 * place.threads() * ratios.getOrDefault(place.entrant(), 1.0);
            samples.put(place.fork(), List.of(sample(nanos), sample(3 * nanos), sample(nanos)));
        }
        return samples;
    }

    private static Row.Sample sample(double nanos) {
        return new Row.Sample(nanos, nanos, 24, 0.01);
    }
}

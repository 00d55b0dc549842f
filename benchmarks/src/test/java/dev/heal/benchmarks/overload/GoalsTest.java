package dev.heal.benchmarks.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.heal.benchmarks.overload.Cells.Judged;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each promise on both sides of its limit, by boards that were made by hand. */
class GoalsTest {

    private static final int SEEDS = 3;
    private static final Scenario SURGE = Scenario.of("10x", Story.surge(10));
    private static final Scenario STEADY = Scenario.of("steady", Story.steady());

    /** What a contestant came to, the same for each seed. */
    private record Figures(double goodput, double critical, double recovery, double jain, double contested) {
        static final Figures PERFECT = new Figures(1, 1, 0, 1, 1);

        Figures goodput(double value) {
            return new Figures(value, critical, recovery, jain, contested);
        }

        Figures critical(double value) {
            return new Figures(goodput, value, recovery, jain, contested);
        }

        Figures recovery(double value) {
            return new Figures(goodput, critical, value, jain, contested);
        }

        Figures jain(double value) {
            return new Figures(goodput, critical, recovery, value, contested);
        }

        Figures contested(double value) {
            return new Figures(goodput, critical, recovery, jain, value);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // promise | cell | who | goodput of heal that keeps it | and that does not; the oracle's is 1
                "5x, unknown server: of the oracle | UNKNOWN_SERVER | plain | 0.941 | 0.939",
                "5x, unknown server: of the oracle | UNKNOWN_SERVER | heal clients | 0.941 | 0.939",
                "3x slow: of the oracle | SLOW | plain | 0.901 | 0.899",
                "3x slow: of the oracle | SLOW | heal clients | 0.901 | 0.899",
                "bursts: of the oracle | BURSTS | plain | 0.971 | 0.969",
                "bursts: of the oracle | BURSTS | heal clients | 0.971 | 0.969",
                "reconnect herd: of the oracle (not in the table) | HERD | plain | 0.971 | 0.969",
                "10x, 3 retries: of the oracle | SURGE_WITH_RETRIES | heal clients | 0.981 | 0.979",
                "steady 0.8x: goodput less the oracle's | STEADY | plain | 0.996 | 0.994",
                "steady 0.8x: goodput less the oracle's | STEADY | heal clients | 0.996 | 0.994",
            })
    void goodput_is_held_against_the_oracles(String promise, Judged judged, String who, double kept, double missed) {
        assertThat(verdict(promise, who, board(STEADY, judged, heal -> heal.goodput(kept)))
                        .isMet())
                .isTrue();
        assertThat(verdict(promise, who, board(STEADY, judged, heal -> heal.goodput(missed)))
                        .isMet())
                .isFalse();
    }

    @Test
    void of_the_ceiling_is_goodput_by_the_ceiling_whatever_the_oracle_wastes() {
        String promise = "10x, no retries: of the server-only ceiling";
        double ceiling = board(SURGE, Judged.SURGE, heal -> heal).goodputCeiling();

        assertThat(ceiling).isCloseTo(0.955, within(0.001));
        assertThat(verdict(promise, "plain", board(SURGE, Judged.SURGE, heal -> heal.goodput(0.991 * ceiling)))
                        .isMet())
                .isTrue();
        Verdict missed = verdict(promise, "plain", board(SURGE, Judged.SURGE, heal -> heal.goodput(0.989 * ceiling)));
        assertThat(missed.isMet()).isFalse();
        assertThat(missed.isBroken()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"plain", "budget alone", "heal clients"})
    void the_best_peer_may_be_better_by_one_point_with_the_same_kind_of_clients(String who) {
        String promise = "10x, no retries: less the best peer's goodput";

        assertThat(verdict(promise, who, board(SURGE, Judged.SURGE, heal -> heal.goodput(0.991)))
                        .isMet())
                .isTrue();
        assertThat(verdict(promise, who, board(SURGE, Judged.SURGE, heal -> heal.goodput(0.989)))
                        .isMet())
                .isFalse();
    }

    @Test
    void what_rejections_leave_too_little_for_is_missed_and_no_fault() {
        Scenario fast = Scenario.of("5x, 16 workers of 5 ms", Story.surge(5)).server(16, 5);
        Board board = board(fast, Judged.UNKNOWN_SERVER, heal -> heal.goodput(0.79));

        Verdict verdict = verdict("5x, unknown server: of the oracle", "plain", board);

        assertThat(verdict.isMet()).isFalse();
        assertThat(verdict.isBroken()).isFalse();
        assertThat(verdict.text()).contains("MISSED", "rejections leave less than that (here no more than 0.7895)");
        assertThat(verdict("5x, unknown server: of the oracle", "heal clients", board)
                        .isBroken())
                .isTrue();
    }

    @Test
    void critical_is_judged_by_the_worst_seed() {
        String promise = "critical: success, less the lower of 0.995 and the oracle's - 0.005";

        assertThat(verdict(promise, "plain", board(SURGE, Judged.SURGE, heal -> heal.critical(0.9951)))
                        .isMet())
                .isTrue();
        Verdict one = verdict(promise, "plain", withLastSeed(SURGE, Judged.SURGE, heal -> heal.critical(0.9949)));
        assertThat(one.isMet()).isFalse();
        assertThat(one.basis()).startsWith("worst seed");
    }

    @Test
    void critical_is_not_judged_where_it_is_more_than_nine_tenths_of_what_the_server_can_do() {
        String promise = "critical: success, less the lower of 0.995 and the oracle's - 0.005";
        Board within = board(Scenario.of("18x", Story.surge(18)), Judged.SURGE, heal -> heal);
        Board beyond = board(Scenario.of("18.2x", Story.surge(18.2)), Judged.SURGE, heal -> heal);

        assertThat(Goals.judge(List.of(within))).anyMatch(each -> each.promise().equals(promise));
        assertThat(Goals.judge(List.of(beyond)))
                .noneMatch(each -> each.promise().equals(promise));
    }

    @ParameterizedTest
    @CsvSource({"1.0, true", "1.1, false", "Infinity, false"})
    void one_seed_that_recovers_late_is_a_recovery_missed(double seconds, boolean isMet) {
        Board board = withLastSeed(SURGE, Judged.SURGE, heal -> heal.recovery(seconds));

        for (String who : List.of("plain", "budget alone", "heal clients")) {
            assertThat(verdict("recovery: seconds left of the greater of 1 and the oracle's + 0.5", who, board)
                            .isMet())
                    .as(who)
                    .isEqualTo(isMet);
        }
    }

    @Test
    void fairness_is_told_against_a_limit_that_is_not_the_tables() {
        String over = "fairness: Jain's index over all";
        String within = "fairness: within one class (1.0 in the table)";

        Board kept = board(SURGE, Judged.FAIRNESS, heal -> heal.jain(0.71).contested(0.996));
        Board missed = board(SURGE, Judged.FAIRNESS, heal -> heal.jain(0.69).contested(0.994));
        assertThat(verdict(over, "plain", kept).isMet()).isTrue();
        assertThat(verdict(within, "plain", kept).isMet()).isTrue();
        assertThat(verdict(over, "plain", missed).isMet()).isFalse();
        assertThat(verdict(within, "plain", missed).isMet()).isFalse();
    }

    @Test
    void round_trips_may_have_less_than_the_executor_by_three_in_a_hundred() {
        String promise = "3x slow: of executor mode";
        for (double part : new double[] {0.971, 0.969}) {
            List<Verdict> verdicts = Goals.judge(List.of(new Board(
                    cell(STEADY, Judged.SLOW),
                    Contender.all().stream()
                            .map(each -> {
                                boolean isSlower = each.name().equals(Contender.ROUND_TRIPS);
                                Figures figures = Figures.PERFECT.goodput(isSlower ? part : 1);
                                return line(each, figures, figures);
                            })
                            .toList())));

            assertThat(verdicts.stream()
                            .filter(each -> each.promise().equals(promise)
                                    && each.who().equals(Contender.ROUND_TRIPS + ", plain"))
                            .map(Verdict::isMet))
                    .containsExactly(part > 0.97);
        }
    }

    @Test
    void a_figure_that_is_not_a_number_is_no_promise_kept() {
        Board board = board(STEADY, Judged.BURSTS, heal -> heal.goodput(Double.NaN));

        assertThat(verdict("bursts: of the oracle", "plain", board).isMet()).isFalse();
    }

    @Test
    void a_mean_is_told_with_what_it_is_at_the_least() {
        // Student's t of 2 degrees of freedom is 4.303; the deviation is 1, of 3 seeds.
        assertThat(Line.Span.of(new double[] {1, 2, 3}).low()).isCloseTo(2 - 4.303 / Math.sqrt(3), within(0.001));
        assertThat(Line.Span.of(new double[] {1}).low()).isNaN();
    }

    /** Of the executor mode, by the only line of that promise. */
    private static Verdict verdict(String promise, String who, Board board) {
        return Goals.judge(List.of(board)).stream()
                .filter(each -> each.promise().equals(promise) && each.who().equals(Contender.EXECUTOR + ", " + who))
                .findFirst()
                .orElseThrow();
    }

    /** All are perfect but heal. */
    private static Board board(Scenario scenario, Judged judged, UnaryOperator<Figures> heal) {
        Figures changed = heal.apply(Figures.PERFECT);
        return board(scenario, judged, changed, changed);
    }

    /** All are perfect but heal with the last seed. */
    private static Board withLastSeed(Scenario scenario, Judged judged, UnaryOperator<Figures> heal) {
        return board(scenario, judged, Figures.PERFECT, heal.apply(Figures.PERFECT));
    }

    private static Board board(Scenario scenario, Judged judged, Figures heal, Figures lastSeed) {
        return new Board(
                cell(scenario, judged),
                Contender.all().stream()
                        .map(each -> each.kind() == Contender.Kind.HEAL
                                ? line(each, heal, lastSeed)
                                : line(each, Figures.PERFECT, Figures.PERFECT))
                        .toList());
    }

    private static Cells.Cell cell(Scenario scenario, Judged judged) {
        return new Cells.Cell(scenario, EnumSet.of(judged), true, false);
    }

    private static Line line(Contender contender, Figures figures, Figures lastSeed) {
        List<Outcome> outcomes = new ArrayList<>();
        double[] recoveries = new double[SEEDS];
        double[] oracle = new double[SEEDS];
        Arrays.fill(oracle, 1);
        for (int seed = 0; seed < SEEDS; seed++) {
            Figures mine = seed == SEEDS - 1 ? lastSeed : figures;
            outcomes.add(outcome(mine));
            recoveries[seed] = mine.recovery;
        }
        return new Line(contender, outcomes, recoveries, oracle);
    }

    private static Outcome outcome(Figures figures) {
        double[] successes = {figures.critical, 1, 1, 1};
        return new Outcome(
                figures.goodput, successes, 0, 0, 0, 1, 0, 0, 0, figures.jain, figures.contested, new Curves(0));
    }
}

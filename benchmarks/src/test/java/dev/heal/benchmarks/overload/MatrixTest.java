package dev.heal.benchmarks.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tables, the ceiling and the verdicts. */
class MatrixTest {

    @Test
    void the_same_seeds_are_the_same_report_to_the_byte_on_however_many_threads() throws Exception {
        Cells.Cell cell = Cells.all().stream()
                .filter(each -> each.name().equals("10x"))
                .findFirst()
                .orElseThrow();
        // When Vegas probes is up to chance that no seed reaches; so no other line may depend on it.
        List<Contender> others = Contender.all().stream()
                .filter(each -> !each.name().equals("Vegas"))
                .toList();
        Matrix first = matrix(cell, others, 1);
        Matrix again = matrix(cell, others, 3);

        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.figures()).isEqualTo(first.figures());
        assertThat(first.text())
                .contains("the server by itself", "with clients that cooperate", "Gradient2, partitioned", "== Goals");
        assertThat(first.html()).contains("<svg", "heal, executor").doesNotContain("<script", "src=");
    }

    @Test
    void a_cell_that_does_not_exist_is_answered_with_those_that_do() {
        assertThatThrownBy(() -> run("elevenfold"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("elevenfold")
                .hasMessageContaining("10x, 3 retries");
    }

    @Test
    void the_ceiling_is_what_rejections_leave() {
        assertThat(ceiling("10x", 0)).isCloseTo(0.955, within(0.001));
        assertThat(ceiling("10x", 3)).isCloseTo(0.816, within(0.001));
    }

    @Test
    void users_who_have_the_same_are_equal_and_one_who_has_all_is_not() {
        assertThat(Tally.jain(new double[] {3, 3, 3, 3})).isEqualTo(1);
        assertThat(Tally.jain(new double[] {12, 0, 0, 0})).isEqualTo(0.25);
    }

    private static Matrix matrix(Cells.Cell cell, List<Contender> contenders, int threads) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            return new Matrix(List.of(Simulated.run(cell, contenders, 2, 5, pool)), 2, 5);
        } finally {
            pool.shutdownNow();
        }
    }

    private static double ceiling(String name, int retries) {
        Scenario scenario = Scenario.of(name, Story.surge(10)).retries(retries);
        return new Board(new Cells.Cell(scenario, Set.of(), true, false), List.of()).ceiling();
    }

    private static Matrix run(String cells) throws InterruptedException {
        return Simulated.run(false, 1, 5, Pattern.compile(cells), name -> {});
    }
}

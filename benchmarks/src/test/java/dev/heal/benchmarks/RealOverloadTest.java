package dev.heal.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.benchmarks.RealOverload.Run;
import dev.heal.benchmarks.fork.Figures;
import dev.heal.benchmarks.overload.real.Contender;
import dev.heal.benchmarks.overload.real.OverloadClient.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The table of the real overload. */
class RealOverloadTest {

    @Test
    void every_contestant_has_a_line_for_each_surge_and_who_never_recovers_is_said_so() {
        Map<Run, List<Figures>> all = new LinkedHashMap<>();
        for (Run run : RealOverload.runs()) {
            double recovery = run.contender() == Contender.NONE ? Double.POSITIVE_INFINITY : 0.4;
            all.put(run, List.of(figures(run.task(), 0.4), figures(run.task(), recovery)));
        }

        SystemReport report = new RealOverloadReport(all).of(true, 2, List.of(), 0);

        assertThat(report.rows()).allSatisfy(row -> assertThat(row).hasSameSizeAs(report.headings()));
        List<String> none = new ArrayList<>(report.rows().get(0));
        assertThat(none).contains("none", "5x", "never in 1 of 2");
        assertThat(report.rows().get(2)).contains("bounded queue", "0.4 s", "100 (100-100) us", "0.20 %");
        assertThat(report.rows()).hasSize(2 * (Contender.values().length + 3));
        assertThat(report.effort()).contains("it: 100 (100-100) us, with the connection kept 80 (80-80) us");
        assertThat(report.warnings()).isEmpty();
        assertThat(report.json()).contains("rejections.a.second");
    }

    @Test
    void the_command_line_asks_for_the_real_one() {
        assertThat(Options.parse(List.of("overload", "--real", "--quick"), List.of("overload"))
                        .real())
                .isTrue();
        assertThat(Options.parse(List.of("overload"), List.of("overload")).real())
                .isFalse();
    }

    @Test
    void what_turns_nobody_away_is_not_asked_what_that_costs() {
        assertThat(RealOverload.runs())
                .contains(
                        new Run(Contender.NONE, Task.EMPTY, 0, false),
                        new Run(Contender.HEAL_EXECUTOR, Task.REJECTION, 0, false),
                        new Run(Contender.HEAL_EXECUTOR, Task.SURGE, 10, true))
                .doesNotContain(
                        new Run(Contender.NONE, Task.REJECTION, 0, false),
                        new Run(Contender.GRADIENT2, Task.SURGE, 10, true))
                .doesNotHaveDuplicates();
    }

    private static Figures figures(Task task, double recovery) {
        TreeMap<String, Double> figures = new TreeMap<>();
        if (task == Task.SURGE) {
            for (String name : List.of(
                    "before",
                    "goodput",
                    "success.CRITICAL",
                    "success.HIGH",
                    "success.NORMAL",
                    "success.BULK",
                    "p50.ms",
                    "p99.ms",
                    "rejections.a.second",
                    "processors",
                    "late.ms")) {
                figures.put(name, 0.5);
            }
            figures.put("recovery.s", recovery);
        } else {
            figures.put("fresh.us", 100.0);
            figures.put("kept.us", 80.0);
        }
        return new Figures(figures);
    }
}

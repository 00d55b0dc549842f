package dev.heal.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heal.benchmarks.fork.Figures;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One measurement, small: that everything is measured, not how fast it is. */
class ScaleForkTest {

    @Test
    void ten_targets_with_traffic_and_meters_give_every_figure() throws Exception {
        Figures figures = ScaleFork.run(new Job(10, true, true, 1, 3));

        assertThat(figures.values())
                .containsOnlyKeys(
                        "alloc.loop",
                        "alloc.samplers",
                        "cpu.heal",
                        "cpu.load",
                        "cpu.loop",
                        "cpu.process",
                        "cpu.samplers",
                        "heap",
                        "late.p99.ms",
                        "length.p50.ms",
                        "length.p99.ms",
                        "rounds",
                        "start.ms",
                        "threads")
                .allSatisfy((name, value) -> assertThat(value).isNotNegative());
        assertThat(figures.get("rounds")).isPositive();
        assertThat(figures.get("threads")).isGreaterThanOrEqualTo(2);
    }

    @Test
    void figures_and_jobs_come_through_a_process_as_they_were() {
        Figures figures = new Figures(Map.of("heap", 1.5e9, "late.p99.ms", 0.25));
        Job job = new Job(1_000, true, false, 4, 6);

        assertThat(Figures.parse("a JVM's warning\n" + figures.lines())).isEqualTo(figures);
        assertThat(Job.parse(job.arguments().toArray(String[]::new))).isEqualTo(job);
    }

    @Test
    void says_what_is_missing() {
        assertThatThrownBy(() -> Job.parse("10", "true"))
                .hasMessage("needs targets, traffic, meters, warm-up and seconds, not \"10 true\"");
        assertThatThrownBy(() -> new Job(0, true, false, 4, 6)).hasMessageStartingWith("at least 1 target");
        assertThatThrownBy(() -> new Figures(Map.of("heap", 1.0)).get("cpu"))
                .hasMessage("the fork measured no cpu, only [heap]");
    }

    @Test
    void the_load_calls_every_target_once_a_second() {
        assertThat(Load.due(0, 10_000)).isZero();
        assertThat(Load.due(10_000_000, 10_000)).isEqualTo(100);
        assertThat(Load.due(3_600_000_000_000L, 10_000)).isEqualTo(36_000_000);
    }
}

package dev.heal.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line: what it knows, and what it says to what it does not know. */
class OptionsTest {

    private static final List<String> BENCHMARKS = List.of("annotation", "overhead");

    @Test
    void the_name_and_the_switches_come_in_any_order() {
        Options options = parse("--quick", "overhead", "--check");

        assertThat(options.name()).isEqualTo("overhead");
        assertThat(options.quick()).isTrue();
        assertThat(options.check()).isTrue();
        assertThat(parse("overhead")).isEqualTo(Options.of("overhead"));
    }

    @Test
    void values_follow_their_option_or_an_equals_sign() {
        Options options = parse(
                "overhead",
                "--forks=7",
                "--gc",
                "parallel",
                "--jvm-args",
                "-Xmx1g  -XX:-Inline",
                "--profiler",
                "stack:lines=3",
                "--profiler=gc",
                "--threads",
                "8,1,2",
                "--include",
                "success: heal");

        assertThat(options.effort().forks()).isEqualTo(7);
        assertThat(options.effort().iterations()).isEqualTo(Effort.FULL.iterations());
        assertThat(options.jvmFlags()).containsExactly("-XX:+UseParallelGC", "-Xmx1g", "-XX:-Inline");
        assertThat(options.profilers()).containsExactly("stack:lines=3", "gc");
        assertThat(options.threads()).containsExactly(1, 2, 8);
        assertThat(options.include()).asString().isEqualTo("success: heal");
    }

    @Test
    void without_options_the_effort_is_full_and_with_quick_it_is_quick() {
        assertThat(parse("overhead").effort()).isEqualTo(Effort.FULL);
        assertThat(parse("overhead", "--quick").effort()).isEqualTo(Effort.QUICK);
        assertThat(parse("overhead", "--quick", "--forks", "3").effort()).isEqualTo(Effort.QUICK.withForks(3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "overhed           | there is no benchmark overhed; did you mean overhead? (known: annotation, overhead)",
                "--quick           | name the benchmark to run; known: annotation, overhead; --help says more",
                "overhead annotation | one benchmark at a time, not overhead and annotation",
                "overhead --quick=1 | --quick takes no value; write --quick alone",
                "overhead --forks   | --forks needs a value; --help says which",
                "overhead --forks --quick | --forks needs a value; --help says which",
                "overhead --forks 0 | --forks 0: write a whole number from 1 to 1000",
                "overhead --forks few | --forks few: write a whole number from 1 to 1000",
                "overhead --threads 1,,2 | --threads : write a whole number from 1 to 1024",
                "overhead --gc G2   | --gc G2: there is no such collector; did you mean G1? (known: G1, Parallel, Serial, ZGC)",
                "overhead --include ( | --include (: not a regular expression: Unclosed group",
            })
    void says_what_it_knows_when_it_is_asked_for_something_else(String line, String message) {
        assertThatThrownBy(() -> parse(line.split(" ")))
                .isInstanceOf(Options.UsageException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"--quik, --quick", "--fork, --forks", "--jvmargs=-Xmx1g, --jvm-args", "--thread=2, --threads"})
    void a_slip_of_the_pen_is_answered_with_the_nearest_option(String written, String meant) {
        assertThatThrownBy(() -> parse("overhead", written))
                .hasMessageContaining("did you mean " + meant + "?")
                .hasMessageContaining("known: --cell, --check, --forks");
    }

    @ParameterizedTest
    @ValueSource(strings = {"G1", "g1", "Serial", "ZGC", "PARALLEL"})
    void collectors_are_known_in_any_case(String name) {
        assertThat(parse("overhead", "--gc", name).jvmFlags())
                .singleElement()
                .asString()
                .startsWith("-XX:+Use");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "overload --include heal | overload takes no --include; it takes --cell, --check, --quick, --real, --seed-base, --seeds",
                "overload --threads 2    | overload takes no --threads; it takes --cell, --check, --quick, --real, --seed-base, --seeds",
                "overload --real --cell 10x | overload --real takes no --cell; it takes --quick, --real",
                "scale --gc G1           | scale takes no --gc; it takes --check, --quick",
                "admission --seeds 3     | admission takes no --seeds; it takes --check, --forks, --gc, --include, --jvm-args, --profiler, --quick, --threads",
            })
    void an_option_that_would_change_nothing_is_a_mistake(String line, String message) {
        assertThatThrownBy(() -> Main.parse(List.of(line.split(" "))))
                .isInstanceOf(Options.UsageException.class)
                .hasMessage(message);
    }

    @Test
    void the_real_overload_is_asked_for_by_a_switch() {
        assertThat(Main.parse(List.of("overload", "--real", "--quick")).real()).isTrue();
        assertThat(Main.parse(List.of("overload", "--quick", "--seeds", "2")).real())
                .isFalse();
    }

    @Test
    void the_help_names_every_option_and_every_benchmark() throws Exception {
        assertThat(Main.help()).contains(Options.KNOWN);
        for (Suite suite : Main.SUITES) {
            assertThat(Main.help()).contains("  " + suite.name() + " ").contains(suite.about());
        }
        for (SystemSuite suite : Main.SYSTEM_SUITES) {
            assertThat(Main.help()).contains("  " + suite.name() + " ").contains(suite.about());
        }
    }

    private static Options parse(String... arguments) {
        return Options.parse(List.of(arguments), BENCHMARKS);
    }
}

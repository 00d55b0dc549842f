package dev.heal.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line: what it knows, and what it says to what it does not know. */
class OptionsTest {

    private static final List<String> BENCHMARKS = List.of("annotation", "overhead");

    @Test
    void the_name_and_the_switches_come_in_any_order() {
        assertThat(Options.parse(List.of("--quick", "overhead", "--check"), BENCHMARKS))
                .isEqualTo(new Options("overhead", true, true));
        assertThat(Options.parse(List.of("overhead"), BENCHMARKS)).isEqualTo(new Options("overhead", false, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "overhed           | there is no benchmark overhed; did you mean overhead? (known: annotation, overhead)",
                "overhead --quik   | there is no option --quik; did you mean --quick? (known: --check, --help, --quick)",
                "--quick           | name the benchmark to run; known: annotation, overhead; --help says more",
                "overhead annotation | one benchmark at a time, not overhead and annotation",
            })
    void says_what_it_knows_when_it_is_asked_for_something_else(String line, String message) {
        assertThatThrownBy(() -> Options.parse(List.of(line.split(" ")), BENCHMARKS))
                .isInstanceOf(Options.UsageException.class)
                .hasMessage(message);
    }
}

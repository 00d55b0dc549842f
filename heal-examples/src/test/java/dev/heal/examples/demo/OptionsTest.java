package dev.heal.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void withoutOptionsItPlays() {
        assertThat(Options.parse(List.of())).isEqualTo(new Options(false));
    }

    @Test
    void anUnknownOptionIsNamedBesideTheKnownOnes() {
        assertThatThrownBy(() -> Options.parse(List.of("--help", "--serv")))
                .hasMessage("unknown option '--serv'; known options: --help");
    }
}

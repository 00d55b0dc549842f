package dev.heal.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void withoutOptionsItPlaysTheFrozenLink() {
        assertThat(Options.parse(List.of())).isEqualTo(new Options(false, Scenario.POOL));
    }

    @Test
    void aScenarioIsPickedByItsName() {
        assertThat(Options.parse(List.of("--scenario", "region")).scenario()).isEqualTo(Scenario.REGION);
        assertThat(Options.parse(List.of("--scenario", "http-region")).scenario())
                .isEqualTo(Scenario.HTTP_REGION);
    }

    @Test
    void anUnknownOptionIsNamedBesideTheKnownOnes() {
        assertThatThrownBy(() -> Options.parse(List.of("--help", "--serv")))
                .hasMessage("unknown option '--serv'; known options: --scenario, --help");
    }

    @Test
    void anUnknownScenarioIsNamedBesideTheKnownOnes() {
        assertThatThrownBy(() -> Options.parse(List.of("--scenario", "regoin")))
                .hasMessage("unknown scenario 'regoin'; known scenarios: pool, region, http-region");
        assertThatThrownBy(() -> Options.parse(List.of("--scenario"))).hasMessageContaining("needs a name");
    }

    @Test
    void theUsageNamesEveryScenario() {
        assertThat(Options.USAGE).contains("pool", "region", "http-region");
    }
}

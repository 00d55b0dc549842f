package dev.heal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

    private static final List<String> KNOWN = List.of("mode", "cooldown", "budget", "escalate", "failure-rate");

    @ParameterizedTest
    @CsvSource({
        "cooldwon, cooldown",
        "Cooldown, cooldown",
        "coldown, cooldown",
        "budgte, budget",
        "failurerate, failure-rate",
        "failure_rate, failure-rate",
        "moed, mode",
    })
    void aTypingErrorFindsTheNameThatWasMeant(String written, String meant) {
        assertThat(Nearest.to(written, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"kubernetes", "x", "''"})
    void aNameThatIsLikeNoneFindsNone(String written) {
        assertThat(Nearest.to(written, KNOWN)).isEmpty();
    }

    @Test
    void theHintNamesTheNearestAndAllThatAreKnown() {
        assertThat(Nearest.hint("cooldwon", KNOWN))
                .isEqualTo("did you mean cooldown? (known: budget, cooldown, escalate, failure-rate, mode)");
        assertThat(Nearest.hint("kubernetes", KNOWN))
                .isEqualTo("known: budget, cooldown, escalate, failure-rate, mode");
        assertThat(Nearest.hint("any", List.of())).isEqualTo("there is none to name");
    }

    @Test
    void ofTwoThatAreEquallyNearTheFirstByNameIsMeantWhateverTheirOrder() {
        assertThat(Nearest.to("bat", List.of("cat", "bar"))).contains("bar");
        assertThat(Nearest.to("bat", List.of("bar", "cat"))).contains("bar");
    }
}

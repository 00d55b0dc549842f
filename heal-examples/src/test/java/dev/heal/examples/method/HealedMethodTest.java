package dev.heal.examples.method;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.incident.Incident;
import dev.heal.incident.Resolution;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The example of the README does what the README says. */
class HealedMethodTest {

    @Test
    void theMethodFailsIsHealedAndAnswersAgain() {
        var console = new ByteArrayOutputStream();

        Incident incident = HealedMethod.play(new PrintStream(console, true, StandardCharsets.UTF_8));

        assertThat(incident.resolution()).isEqualTo(Resolution.HEALED);
        assertThat(console.toString(StandardCharsets.UTF_8).lines())
                .contains("no price: the session has expired")
                .last()
                .isEqualTo("a lamp costs 40");
    }
}

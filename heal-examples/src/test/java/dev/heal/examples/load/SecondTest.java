package dev.heal.examples.load;

import static dev.heal.examples.load.Timelines.FAULT;
import static dev.heal.examples.load.Timelines.MS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SecondTest {

    @Test
    void anAnswerCountsInTheSecondInWhichItCame() {
        var samples =
                List.of(Timelines.ok(100), Timelines.okAt(200, 1_500), Timelines.failed(300), Timelines.waiting(400));

        assertThat(second(samples, 0)).isEqualTo(new Second(1, 0, 3));
        assertThat(second(samples, 1_000)).isEqualTo(new Second(1, 0, 2));
        assertThat(second(samples, 3_000)).isEqualTo(new Second(0, 1, 1));
    }

    @Test
    void theLineShowsFiguresAndABarInPlainAscii() {
        assertThat(new Second(50, 12, 3).line("+4 s"))
                .isEqualTo("      +4 s  ok  50  lost  12  waiting   3  ##########xxx.");
    }

    @Test
    void anEmptySecondLeavesNoBlanksBehind() {
        assertThat(new Second(0, 0, 0).line("+4 s")).isEqualTo("      +4 s  ok   0  lost   0  waiting   0");
    }

    @Test
    void aLongBarIsCutAndSaysSo() {
        String line = new Second(0, 0, 900).line("+4 s");

        assertThat(line).endsWith("  " + ".".repeat(59) + ">");
    }

    private static Second second(List<Sample> samples, long fromMs) {
        return Second.of(samples, FAULT + fromMs * MS, FAULT + (fromMs + 1_000) * MS);
    }
}

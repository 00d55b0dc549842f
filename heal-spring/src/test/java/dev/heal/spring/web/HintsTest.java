package dev.heal.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.admission.CutOff;
import dev.heal.admission.LoadShedException;
import dev.heal.admission.LoadShedder;
import dev.heal.admission.Priority;
import dev.heal.admission.ShedderSettings;
import dev.heal.time.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@DisplayName("What is told of the load")
@ExtendWith(OutputCaptureExtension.class)
class HintsTest {

    private final ManualClock clock = new ManualClock();
    private final Hints hints = new Hints(LoadShedder.of("web", ShedderSettings.DEFAULT, clock));

    @ParameterizedTest(name = "{0} ms are {1} s")
    @CsvSource({"0, 1", "1, 1", "1000, 1", "1001, 2", "1999, 2"})
    void whole_seconds_never_too_few(long millis, String seconds) {
        assertThat(Hints.retryAfter(
                        new LoadShedException("web", Priority.BULK, Duration.ofMillis(millis), CutOff.NONE)))
                .isEqualTo(seconds);
    }

    @Test
    void the_log_hears_one_line_a_minute_however_many_are_turned_away(CapturedOutput output) {
        for (int i = 0; i < 1_000; i++) {
            hints.note();
        }
        assertThat(lines(output)).isEqualTo(1);

        clock.advance(Duration.ofSeconds(59));
        hints.note();
        assertThat(lines(output)).isEqualTo(1);

        clock.advance(Duration.ofSeconds(1));
        hints.note();
        assertThat(lines(output)).isEqualTo(2);
    }

    private static long lines(CapturedOutput output) {
        return output.getOut()
                .lines()
                .filter(line -> line.contains("load shedder web turns requests away"))
                .count();
    }
}

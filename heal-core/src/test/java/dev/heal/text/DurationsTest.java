package dev.heal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT0.0000005S, 500ns",
        "PT0.00025S, 250us",
        "PT0.25S, 250ms",
        "PT0.999999S, 999ms",
        "PT1S, 1s",
        "PT2.5S, 2.5s",
        "PT2.04S, 2.0s",
        "PT59.9S, 59.9s",
        "PT59.96S, 1m",
        "PT60S, 1m",
        "PT90S, 1m 30s",
        "PT119.6S, 2m",
        "PT10M, 10m",
        "PT59M59.7S, 1h",
        "PT1H, 1h",
        "PT1H30M20S, 1h 30m",
        "PT-5S, -5s",
        "PT-1M-30S, -1m 30s",
    })
    void aSpanReadsAsAPersonWouldWriteIt(Duration span, String text) {
        assertThat(Durations.text(span)).isEqualTo(text);
    }

    @Test
    void evenForEverHasAText() {
        assertThat(Durations.text(ChronoUnit.FOREVER.getDuration())).isEqualTo("2562047788015215h 30m");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT0.000000250S, 0.00025ms",
        "PT0.25S, 250ms",
        "PT2.54S, 2.54s",
        "PT60S, 1m",
        "PT90S, 90s",
        "PT1H30M, 90m",
        "PT24H, 1d",
        "PT-5S, -5s"
    })
    void aSpanIsWrittenWithoutRounding(Duration span, String text) {
        assertThat(Durations.written(span)).isEqualTo(text);
    }
}

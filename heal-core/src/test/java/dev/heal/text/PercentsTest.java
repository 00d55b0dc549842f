package dev.heal.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PercentsTest {

    @ParameterizedTest
    @CsvSource({"0.5, 50.0 %", "0.07, 7.0 %", "0.55, 55.0 %", "0.333, 33.3 %", "0.0005, 0.05 %"})
    void aWrittenShareKeepsTheDigitsThatWereMeant(double share, String text) {
        assertThat(Percents.written(share)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.6666, 66.7 %", "1, 100.0 %", "0.0004, 0.0 %"})
    void aMeasuredShareIsRounded(double share, String text) {
        assertThat(Percents.measured(share)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.5, 50 %", "0.07, 7 %", "0.125, 12.5 %", "0.0005, 0.05 %"})
    void inRunningTextAShareHasNoIdleZero(double share, String text) {
        assertThat(Percents.plain(share)).isEqualTo(text);
    }
}

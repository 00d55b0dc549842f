package dev.heal.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A text that was found to be harmless")
class HarmlessTextTest {

    @Test
    void isKnownAgain() {
        String first = SafeText.of(new String("0 calls in 10s, need 20"));

        assertThat(SafeText.of("0 calls in 10s, need 20")).isEqualTo(first);
        assertThat(SafeText.lines("0 calls in 10s, need 20")).isEqualTo(first);
    }

    @Test
    void isNotOneThatSomethingIsHiddenIn() {
        for (int again = 0; again < 3; again++) {
            assertThat(SafeText.of("password=hunter2")).isEqualTo("password=[hidden]");
        }
    }

    @Test
    void isHarmlessAmongLinesOnlyIfItHasSome() {
        String lines = "at one\nat two";

        assertThat(SafeText.lines(lines)).isEqualTo(lines);
        assertThat(SafeText.of(lines)).isEqualTo("at one at two");
    }
}

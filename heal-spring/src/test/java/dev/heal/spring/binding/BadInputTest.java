package dev.heal.spring.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.spring.binding.BadInputs.Bad;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Each thing written wrong in a good configuration gives one line")
class BadInputTest {

    private static final String GOOD = BadInputs.GOOD;

    static List<Bad> inputs() {
        return BadInputs.all();
    }

    @Test
    void nothing_wrong_gives_no_line() {
        assertThat(Yaml.complaints(GOOD)).isEmpty();
        assertThat(Yaml.read(GOOD).targets()).extracting(TargetSettings::name).containsExactly("inventory");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("inputs")
    void the_whole_answer_to(Bad bad) {
        HealSettings settings = bad.read();

        assertThat(settings.findings().all())
                .extracting(Finding::toString)
                .isNotEmpty()
                .containsExactlyElementsOf(bad.answer());
        assertThat(settings.targets())
                .as("what is wrong is not brought to life")
                .extracting(TargetSettings::name)
                .containsExactlyElementsOf(bad.healed());
    }

    @Test
    void a_very_long_value_is_cut_and_its_line_stays_readable() {
        String line = Yaml.complaints(GOOD.replace("cooldown: 60s", "cooldown: " + "9".repeat(100_000)))
                .get(0);

        assertThat(line).startsWith("heal.policies.jdbc.cooldown = 9999").hasSizeLessThan(2_000);
    }

    @Test
    void a_very_long_name_is_cut_too() {
        String line = Yaml.complaints(GOOD.replace("cooldown: 60s", "c" + "o".repeat(900) + ": 60s"))
                .get(0);

        assertThat(line).startsWith("heal.policies.jdbc.coooo").contains("...").hasSizeLessThan(600);
    }
}

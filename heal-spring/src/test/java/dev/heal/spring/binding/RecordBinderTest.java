package dev.heal.spring.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.check.Check;
import dev.heal.check.Checked;
import dev.heal.policy.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Settings of any registered kind are bound to its record, component by component")
class RecordBinderTest {

    record Ramp(Duration dwell, double step) implements Checked {
        @Override
        public void check(Check check) {
            check.ratio("step", step);
        }
    }

    record Everything(
            String url,
            int calls,
            boolean loud,
            Mode keepMode,
            List<String> anyOf,
            Set<Mode> modes,
            Ramp failback,
            @Nullable String note)
            implements Checked {}

    private static final Everything DEFAULTS = new Everything(
            null,
            3,
            false,
            Mode.OBSERVE,
            List.of("25006"),
            Set.of(Mode.ACT),
            new Ramp(Duration.ofMinutes(10), 0.1),
            null);

    private final Findings findings = new Findings();

    private @Nullable Everything bind(String settings) {
        Node node = ConfigurationTree.of(Yaml.environment("heal:\n  settings: " + settings + "\n"))
                .root()
                .child("settings");
        return new RecordBinder(findings).bind(node, "settings", Everything.class, DEFAULTS);
    }

    @Test
    void what_is_not_written_is_taken_from_the_defaults() {
        assertThat(bind("{ url: there, failback: { step: 0.2 } }"))
                .isEqualTo(new Everything(
                        "there",
                        3,
                        false,
                        Mode.OBSERVE,
                        List.of("25006"),
                        Set.of(Mode.ACT),
                        new Ramp(Duration.ofMinutes(10), 0.2),
                        null));
        assertThat(findings.all()).isEmpty();
    }

    @Test
    void every_type_has_a_reading() {
        assertThat(
                        bind(
                                "{ url: there, calls: 5, loud: true, keep-mode: act, any-of: [\"08006\", x], modes: propose, note: n }"))
                .isEqualTo(new Everything(
                        "there",
                        5,
                        true,
                        Mode.ACT,
                        List.of("08006", "x"),
                        Set.of(Mode.PROPOSE),
                        DEFAULTS.failback(),
                        "n"));
    }

    @Test
    void what_has_no_default_must_be_written_unless_it_may_be_null() {
        assertThat(bind("{ calls: 5 }")).isNull();
        assertThat(findings.all())
                .extracting(Finding::toString)
                .containsExactly("heal.settings.url (application.yml:2:3): is missing; write url: a-name");
    }

    @Test
    void everything_that_is_wrong_is_told_at_once() {
        assertThat(
                        bind(
                                "{ url: there, calls: many, loud: maybe, modes: [act, actt], failback: { step: 20, dwel: 3s } }"))
                .isNull();
        assertThat(findings.all())
                .extracting(Finding::toString)
                .containsExactly(
                        "heal.settings.calls = many (application.yml:2:34): is not a whole number; write a whole number such"
                                + " as 3",
                        "heal.settings.loud = maybe (application.yml:2:46): is neither true nor false; write true or false",
                        "heal.settings.modes[1] = actt (application.yml:2:66): is none of observe, propose, act; write act",
                        "heal.settings.failback.step = 20 (application.yml:2:91): is not a ratio; write 0.2 for 20 %",
                        "heal.settings.failback.dwel = 3s (application.yml:2:101): is not a key of failback; did you mean"
                                + " dwell? (known: dwell, step)");
    }

    @Test
    void what_a_part_says_of_itself_is_told_where_it_was_written() {
        assertThat(bind("{ url: there, failback: { step: 20 } }")).isNull();
        assertThat(findings.all())
                .extracting(Finding::toString)
                .containsExactly(
                        "heal.settings.failback.step = 20 (application.yml:2:45): is not a ratio; write 0.2 for 20 %");
    }

    record Refusing(int calls) implements Checked {
        Refusing {
            if (calls > 5) {
                throw new IllegalArgumentException("more than five");
            }
        }
    }

    @Test
    void a_record_that_refuses_is_told() {
        Node node = ConfigurationTree.of(Yaml.environment("heal:\n  settings: { calls: 6 }\n"))
                .root()
                .child("settings");

        assertThat(new RecordBinder(findings).bind(node, "settings", Refusing.class, new Refusing(1)))
                .isNull();
        assertThat(findings.all())
                .extracting(Finding::toString)
                .containsExactly("heal.settings (application.yml:2:3): is refused: IllegalArgumentException: more than"
                        + " five; write other values");
    }
}

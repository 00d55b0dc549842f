package dev.heal.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.check.Checked;
import dev.heal.policy.Approval;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Settings are shown as somebody could have written them")
class SettingsTextTest {

    private record Inner(int floor, Approval.OnExpiry onExpiry) {}

    private record Hook(String url, @Nullable String apiToken, Duration every, List<String> names, Inner inner)
            implements Checked {}

    @Test
    void every_value_stands_by_its_key_in_kebab_case() {
        Hook hook = new Hook(
                "https://example/hook",
                null,
                Duration.ofSeconds(90),
                List.of("a", "b"),
                new Inner(3, Approval.OnExpiry.SKIP));

        assertThat(SettingsText.of("web-hook", hook))
                .isEqualTo("web-hook url https://example/hook, api-token none, every 90s, names [a, b],"
                        + " inner.floor 3, inner.on-expiry skip");
    }

    @Test
    void a_secret_is_not_shown_neither_by_its_key_nor_by_its_looks() {
        Hook hook = new Hook(
                "https://ada:s3cret@example/hook",
                "canary-1",
                Duration.ofMinutes(1),
                List.of(),
                new Inner(1, Approval.OnExpiry.SKIP));

        assertThat(SettingsText.of("web-hook", hook))
                .contains("url https://[credentials]@example/hook, api-token [hidden], every 1m")
                .doesNotContain("s3cret")
                .doesNotContain("canary");
    }

    @Test
    void a_kind_without_settings_is_its_name() {
        record Nothing() {}

        assertThat(SettingsText.of("restart-pool", new Nothing())).isEqualTo("restart-pool");
    }
}

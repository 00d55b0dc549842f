package dev.heal.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactedTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cannot reach jdbc:postgresql://db:5432/shop?user=app&password=hunter2 now",
                "cannot reach jdbc:mysql://app:hunter2@db/shop now",
                "cannot reach jdbc:sqlserver://db;user=app;password=hunter2 now",
                "rejected: Password = hunter2, user = app",
                "trustStorePassword: hunter2",
                "https://app:hunter2@vault/secret"
            })
    void noSecretIsTold(String message) {
        assertThat(Redacted.cause(new SQLException(message))).doesNotContain("hunter2");
    }

    @Test
    void theClassTheStateAndTheReasonAreTold() {
        assertThat(Redacted.cause(new RuntimeException("pool", new SQLException("too many clients", "53300"))))
                .isEqualTo("SQLException 53300: too many clients");
    }

    @Test
    void aLongOrBrokenMessageIsCappedToOneLine() {
        assertThat(Redacted.text("a\r\nb\u001b[31m" + "c".repeat(5_000)))
                .hasSizeLessThan(250)
                .doesNotContain("\n", "\u001b");
    }
}

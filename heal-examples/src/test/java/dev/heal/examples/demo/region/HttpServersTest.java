package dev.heal.examples.demo.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class HttpServersTest {

    @TempDir
    private Path directory;

    /** Starts, and never says where it listens. */
    static final class Mute {

        private Mute() {}

        public static void main(String[] arguments) throws IOException {
            while (System.in.read() != -1) {
                // waits for the end
            }
        }
    }

    /** Ends before it says anything. */
    static final class Stillborn {

        private Stillborn() {}

        public static void main(String[] arguments) {}
    }

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aServiceThatNamesNoPortIsKilledAndTheRunBreaksOff() {
        Path log = directory.resolve("services.log");

        assertThatThrownBy(() -> HttpServers.start(log, Mute.class, Duration.ofMillis(300)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the service east named no port within 300 ms; see " + log);

        assertThat(ProcessHandle.current().children())
                .noneMatch(child ->
                        child.isAlive() && child.info().commandLine().orElse("").contains("Mute"));
    }

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aServiceThatEndsAtOnceIsToldApart() {
        assertThatThrownBy(() ->
                        HttpServers.start(directory.resolve("services.log"), Stillborn.class, Duration.ofSeconds(20)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the service east did not start");
    }
}

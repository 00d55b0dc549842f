package dev.heal.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.heal.Heal;
import dev.heal.detect.Detectors;
import dev.heal.journal.Journal;
import dev.heal.remediation.Remediations;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Reactor, the library that carries contexts and Resilience4j's retries are for those who have them. */
class WithoutReactorTest {

    /** An application that has neither; runs in a class loader of its own. */
    public static final class Application implements Supplier<String> {
        @Override
        public String get() {
            try (Heal heal = Heal.builder()
                    .journal(Journal.memory())
                    .target(
                            "inventory",
                            target -> target.detect("errors", Detectors.failureRate())
                                    .step(
                                            "reset",
                                            Remediations.resetBreaker(
                                                    Breaker.attached(CircuitBreaker.ofDefaults("inventory")))))
                    .build()) {
                Guard guard = heal.guard("inventory");
                guard.run(() -> {});
                return guard.call(() -> "called")
                        + guard.callStage(() -> CompletableFuture.completedFuture(" later"))
                                .toCompletableFuture()
                                .orTimeout(Duration.ofSeconds(5).toMillis(), TimeUnit.MILLISECONDS)
                                .join();
            }
        }
    }

    @Test
    void every_other_call_passes_through_the_guard() throws Exception {
        List<Path> kept = Arrays.stream(
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                                .split(File.pathSeparator))
                .filter(jar -> !jar.contains("reactor-")
                        && !jar.contains("resilience4j-retry")
                        && !jar.contains("reactive-streams")
                        && !jar.contains("context-propagation"))
                .map(Path::of)
                .toList();
        try (URLClassLoader apart = new URLClassLoader(
                kept.stream().map(WithoutReactorTest::url).toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            assertThatExceptionOfType(ClassNotFoundException.class)
                    .isThrownBy(() -> apart.loadClass("reactor.core.publisher.Mono"));

            Object application = apart.loadClass(Application.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();

            assertThat(((Supplier<?>) application).get()).isEqualTo("called later");
        }
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }
}

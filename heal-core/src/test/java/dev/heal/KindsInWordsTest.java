package dev.heal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.check.Checked;
import dev.heal.detect.Detector;
import dev.heal.detect.DetectorKind;
import dev.heal.detect.Detectors;
import dev.heal.detect.FailureRate;
import dev.heal.remediation.RemediationKind;
import dev.heal.remediation.Remediations;
import dev.heal.resource.Resources;
import dev.heal.text.SettingsText;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Every kind that heal brings says in words what it means")
class KindsInWordsTest {

    @Test
    void every_detector_ends_the_sentence_it_is_sick_when() {
        Map<String, String> words = new LinkedHashMap<>();
        Detectors.kinds().forEach(kind -> words.put(kind.name(), words(kind)));

        assertThat(words)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "pool-stalled",
                        "a caller waits, and no connection was handed out or came back for 2s",
                        "in-flight-age",
                        "5 calls or more have been under way for 5s or longer",
                        "failure-rate",
                        "more than 50 % of at least 20 calls in 10s failed, or the circuit breaker is open and keeps"
                                + " calls out",
                        "slow-calls",
                        "more than 50 % of at least 20 calls in 10s took 1s or longer",
                        "stuck-breaker",
                        "the circuit breaker has been open for 10m, or half-open for 1m",
                        "jdbc-probe",
                        "3 questions to the database in a row, one every 5s, had no good answer within 2s",
                        "region-outlier",
                        "of at least 50 calls in 30s a share failed that is more than 20 % of all calls larger than in"
                                + " the other regions, and not by chance"));
    }

    @Test
    void every_remediation_ends_the_sentence_then_heal_tries_to() {
        Map<String, String> words = new LinkedHashMap<>();
        Remediations.kinds().forEach(kind -> words.put(kind.name(), words(kind)));

        assertThat(words)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "restart-pool",
                        "restart the pool",
                        "reset-breaker",
                        "let trial calls through the circuit breaker",
                        "failover-region",
                        "move the traffic of the region to another one that is well, and 10 % of it back after every 10m"
                                + " of health, not before 10m",
                        "shed-load",
                        "turn away what the server cannot hold, for 5m",
                        "limit-concurrency",
                        "let at most 50 calls be in flight at once"));
    }

    @Test
    void no_setting_is_kept_from_the_reader() throws ReflectiveOperationException {
        for (DetectorKind<?> kind : Detectors.kinds()) {
            for (Changed<?> changed : changes(kind)) {
                assertThat(changed.words())
                        .as("%s with another %s", kind.name(), changed.setting())
                        .isNotEqualTo(words(kind));
            }
        }
    }

    @Test
    void one_of_a_thing_is_not_told_as_several() {
        assertThat(Detectors.inFlightAge().calls(1))
                .satisfies(one -> assertThat(wordsOf("in-flight-age", one))
                        .isEqualTo("a call has been under way for 5s or longer"));
    }

    @Test
    void a_kind_of_somebody_else_is_told_by_its_name_and_settings() {
        DetectorKind<FailureRate> stranger = new DetectorKind<>() {
            @Override
            public String name() {
                return "stale-prices";
            }

            @Override
            public FailureRate defaults() {
                return Detectors.failureRate();
            }

            @Override
            public Detector create(FailureRate settings, Resources resources) {
                return settings;
            }
        };

        assertThat(stranger.words(stranger.defaults()))
                .startsWith("stale-prices above 0.5, over 10s, minimum-calls 20");
    }

    private record Changed<P>(String setting, String words) {}

    /** The kind's words with each of its settings changed, one at a time. */
    private static <P extends Record & Checked> List<Changed<P>> changes(DetectorKind<P> kind)
            throws ReflectiveOperationException {
        P defaults = kind.defaults();
        RecordComponent[] components = defaults.getClass().getRecordComponents();
        List<Changed<P>> changes = new ArrayList<>();
        for (int i = 0; i < components.length; i++) {
            Object[] values = new ArrayList<>(SettingsText.values(defaults).values()).toArray();
            values[i] = other(components[i].getType());
            changes.add(new Changed<>(components[i].getName(), kind.words(make(defaults, components, values))));
        }
        return changes;
    }

    @SuppressWarnings("unchecked")
    private static <P extends Record> P make(P like, RecordComponent[] components, Object[] values)
            throws ReflectiveOperationException {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Constructor<P> constructor = (Constructor<P>) like.getClass().getDeclaredConstructor(types);
        return constructor.newInstance(values);
    }

    private static Object other(Class<?> type) {
        return type == Duration.class
                ? Duration.ofSeconds(7)
                : type == double.class || type == Double.class ? (Object) 0.25 : (Object) 7;
    }

    private static <P extends Record & Checked> String words(DetectorKind<P> kind) {
        return kind.words(kind.defaults());
    }

    private static <P extends Record & Checked> String words(RemediationKind<P> kind) {
        return kind.words(kind.defaults());
    }

    @SuppressWarnings("unchecked")
    private static <P extends Record & Checked> String wordsOf(String name, Record settings) {
        DetectorKind<P> kind = (DetectorKind<P>) Detectors.kinds().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        return kind.words((P) settings);
    }
}

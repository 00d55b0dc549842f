package dev.heal.spring.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.heal.check.Check;
import dev.heal.check.Checked;
import dev.heal.check.Problem;
import dev.heal.detect.Detector;
import dev.heal.detect.DetectorKind;
import dev.heal.detect.Evidence;
import dev.heal.detect.Verdict;
import dev.heal.resource.Resources;
import dev.heal.spring.HealDetector;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.context.support.GenericApplicationContext;

@DisplayName("What a method with @HealDetector answers is a verdict")
class MethodDetectorTest {

    private final Cache cache = new Cache();

    static class Cache {
        private Boolean stale;
        private BigDecimal age;
        private double load;
        private Verdict verdict;
        private Health health;
        private Throwable failure;

        @HealDetector("stale-cache")
        Boolean isStale() throws Exception {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure != null) {
                throw (Exception) failure;
            }
            return stale;
        }

        @HealDetector(value = "cache-age", timeLimit = "500ms")
        public BigDecimal age() {
            return age;
        }

        @HealDetector("cache-load")
        protected double load() {
            return load;
        }

        @HealDetector("cache-verdict")
        Verdict verdict() {
            return verdict;
        }

        @HealDetector("cache-health")
        Health health() {
            return health;
        }
    }

    @SuppressWarnings("unchecked")
    private <P extends Record & Checked> Detector detector(String name, Record settings) {
        GenericApplicationContext app = new GenericApplicationContext();
        app.registerBean("cache", Cache.class, () -> cache);
        app.refresh();
        DetectorKind<?> kind = MethodWords.of(app.getBeanFactory()).detectors().stream()
                .filter(word -> word.name().equals(name))
                .findFirst()
                .orElseThrow();
        P used = (P) (settings == null ? kind.defaults() : settings);
        return ((DetectorKind<P>) kind).create(used, Resources.NONE);
    }

    private Verdict judge(String name, Record settings) throws Exception {
        return detector(name, settings).judge(null);
    }

    @Test
    void true_is_sick_and_false_is_well() throws Exception {
        cache.stale = true;
        assertThat(judge("stale-cache", null))
                .isEqualTo(Verdict.unhealthy(
                        Evidence.of("stale-cache: Cache.isStale() of the bean cache says that it is sick")
                                .with("stale-cache", true)));

        cache.stale = false;
        assertThat(judge("stale-cache", null)).isEqualTo(Verdict.healthy());
    }

    @Test
    void no_answer_is_no_knowledge() throws Exception {
        assertThat(judge("stale-cache", null)).isEqualTo(Verdict.inconclusive("stale-cache gives no answer"));
        assertThat(judge("cache-age", new Limits(1.0, null)))
                .isEqualTo(Verdict.inconclusive("cache-age gives no answer"));
        assertThat(judge("cache-verdict", null)).isEqualTo(Verdict.inconclusive("cache-verdict gives no answer"));
        assertThat(judge("cache-health", null)).isEqualTo(Verdict.inconclusive("cache-health gives no answer"));
    }

    @Test
    void what_the_method_throws_is_thrown_as_it_is_so_that_the_loop_does_not_know() {
        cache.failure = new IOException("no cache");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> judge("stale-cache", null))
                .withMessage("no cache");

        cache.failure = new NoClassDefFoundError("gone");
        assertThatExceptionOfType(NoClassDefFoundError.class).isThrownBy(() -> judge("stale-cache", null));
    }

    @Test
    void a_number_is_held_against_the_limit_of_the_policy() throws Exception {
        cache.age = new BigDecimal("120");
        assertThat(judge("cache-age", new Limits(100.0, null)))
                .isEqualTo(Verdict.unhealthy(
                        Evidence.of("cache-age is 120, above 100").with("cache-age", "120")));
        assertThat(judge("cache-age", new Limits(120.0, null))).isEqualTo(Verdict.healthy());

        cache.load = 0.25;
        assertThat(judge("cache-load", new Limits(null, 0.5)))
                .isEqualTo(Verdict.unhealthy(
                        Evidence.of("cache-load is 0.25, below 0.5").with("cache-load", "0.25")));
        assertThat(judge("cache-load", new Limits(null, 0.25))).isEqualTo(Verdict.healthy());
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity", "-Infinity"})
    void what_is_no_number_is_no_knowledge(double number) throws Exception {
        cache.load = number;
        assertThat(judge("cache-load", new Limits(1.0, null)))
                .isEqualTo(Verdict.inconclusive("cache-load is " + number));
    }

    @Test
    void a_number_needs_exactly_one_limit() {
        assertThat(problems(new Limits(null, null))).containsExactly("has no limit, and the method gives a number");
        assertThat(problems(new Limits(1.0, 2.0))).containsExactly("has two limits");
        assertThat(problems(new Limits(Double.NaN, null))).containsExactly("is not a number to compare with");
        assertThat(problems(new Limits(null, 5.0))).isEmpty();
    }

    private static List<String> problems(Limits limits) {
        Check check = Check.of("");
        limits.check(check);
        return check.problems().stream().map(Problem::wrong).toList();
    }

    @Test
    void a_verdict_is_a_verdict() throws Exception {
        cache.verdict = Verdict.unhealthy(Evidence.of("old"));
        assertThat(judge("cache-verdict", null)).isEqualTo(cache.verdict);

        cache.verdict = Verdict.healthy();
        assertThat(judge("cache-verdict", null)).isEqualTo(Verdict.healthy());
        cache.verdict = Verdict.inconclusive("no idea");
        assertThat(judge("cache-verdict", null)).isEqualTo(Verdict.inconclusive("no idea"));
    }

    @Test
    void the_texts_of_a_verdict_are_made_safe() throws Exception {
        cache.verdict = Verdict.unhealthy(Evidence.of("old\nERROR forged").with("url", "jdbc:postgresql://u:p@db/x"));
        assertThat(judge("cache-verdict", null))
                .isEqualTo(Verdict.unhealthy(Evidence.of("old ERROR forged").with("url", "[jdbc url]")));
    }

    @Test
    void health_that_is_down_is_sick_with_its_details_and_without_its_secrets() throws Exception {
        cache.health = Health.down()
                .withDetail("entries", 3)
                .withDetail("password", "hunter2")
                .withDetail("url", "https://ada:s3cret@cache.example")
                .withDetail("broken", new Object() {
                    @Override
                    public String toString() {
                        throw new IllegalStateException();
                    }
                })
                .build();

        Verdict verdict = judge("cache-health", null);

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Unhealthy.class, sick -> {
            assertThat(sick.evidence().summary()).isEqualTo("cache-health is DOWN");
            assertThat(sick.evidence().figures())
                    .isEqualTo(Map.of(
                            "entries", "3",
                            "password", "[hidden]",
                            "url", "https://[credentials]@cache.example",
                            "broken", "[cannot be told]"));
        });
    }

    @Test
    void health_that_is_out_of_service_is_sick_up_is_well_and_anything_else_is_not_known() throws Exception {
        cache.health = Health.outOfService().build();
        assertThat(judge("cache-health", null)).isInstanceOf(Verdict.Unhealthy.class);
        cache.health = Health.up().build();
        assertThat(judge("cache-health", null)).isEqualTo(Verdict.healthy());
        cache.health = Health.unknown().build();
        assertThat(judge("cache-health", null)).isEqualTo(Verdict.inconclusive("cache-health is UNKNOWN"));
        cache.health = Health.status("SLEEPY").build();
        assertThat(judge("cache-health", null)).isEqualTo(Verdict.inconclusive("cache-health is SLEEPY"));
    }

    @Test
    void an_answer_has_as_long_as_the_annotation_says() {
        assertThat(detector("stale-cache", null).timeLimit()).isEqualTo(Duration.ofSeconds(2));
        assertThat(detector("cache-age", new Limits(1.0, null)).timeLimit()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void of_a_class_alone_the_words_are_known_and_cannot_be_used() {
        MethodWords words = MethodWords.of(Cache.class);

        assertThat(words.findings().isEmpty()).isTrue();
        assertThat(words.detectors())
                .extracting(DetectorKind::name)
                .containsExactlyInAnyOrder("stale-cache", "cache-age", "cache-load", "cache-verdict", "cache-health");
        assertThat(words.detectors())
                .allSatisfy(kind -> assertThatIllegalStateException()
                        .isThrownBy(() -> create(kind))
                        .withMessageEndingWith("is known by its class only; it works in a running application"));
    }

    @SuppressWarnings("unchecked")
    private static <P extends Record & Checked> void create(DetectorKind<?> kind) {
        ((DetectorKind<P>) kind).create((P) kind.defaults(), Resources.NONE);
    }
}

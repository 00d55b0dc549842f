package dev.heal.spring.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.heal.Heal;
import dev.heal.incident.Incident;
import dev.heal.incident.Resolution;
import dev.heal.remediation.RemediationContext;
import dev.heal.remediation.Risk;
import dev.heal.remediation.Undo;
import dev.heal.spring.HealDetector;
import dev.heal.spring.HealRemediation;
import dev.heal.spring.HealStartException;
import dev.heal.spring.Healed;
import dev.heal.spring.autoconfigure.Apps;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@DisplayName("Methods of beans are words of application.yml")
@ExtendWith(OutputCaptureExtension.class)
class MethodWordsTest {

    private static final String YAML = """
            heal:
              tick: 20ms
              targets:
                cache:
                  mode: act
                  detectors: { stale: { stale-cache: {} } }
                  steps: { warm: { do: { warm-cache: {} }, verify: { within: 2s, hold: 40ms } } }
            """;

    static class Cache {
        static final AtomicInteger MADE = new AtomicInteger();
        private volatile boolean stale;

        Cache() {
            MADE.incrementAndGet();
        }

        void becomeStale() {
            stale = true;
        }

        @HealDetector("stale-cache")
        public boolean isStale() {
            return stale;
        }

        @HealRemediation(value = "warm-cache", plan = "warm the cache", risk = Risk.RESTORATIVE)
        public void warm() {
            stale = false;
        }

        @Healed(name = "cache")
        public String get() {
            return "value";
        }
    }

    private static void awaitResolution(Heal heal, Resolution resolution) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> heal.incidents().stream().map(Incident::resolution).anyMatch(resolution::equals));
    }

    @Test
    void a_cache_that_says_that_it_is_stale_is_warmed_by_its_own_method() {
        Apps.with(YAML).withBean("cache", Cache.class).run(app -> {
            Cache cache = app.getBean(Cache.class);
            cache.becomeStale();

            awaitResolution(app.getBean(Heal.class), Resolution.HEALED);

            assertThat(cache.isStale()).isFalse();
        });
    }

    static class UndoneCache {
        final List<String> calls = new CopyOnWriteArrayList<>();

        @HealDetector("stale-cache")
        boolean isStale() {
            return true;
        }

        @HealRemediation("warm-cache")
        Runnable warm(RemediationContext context) {
            calls.add("warm " + context.target());
            return () -> calls.add("undone");
        }
    }

    @Test
    void what_did_not_help_is_undone_as_the_method_said() {
        Apps.with(YAML.replace("within: 2s", "within: 100ms"))
                .withBean(UndoneCache.class)
                .run(app -> await().atMost(Duration.ofSeconds(20))
                        .until(() -> app.getBean(UndoneCache.class).calls.equals(List.of("warm cache", "undone"))));
    }

    @Test
    void no_bean_is_made_before_a_target_needs_it() {
        int before = Cache.MADE.get();
        Apps.with(YAML.replace("stale-cache: {}", "failure-rate: {}").replace("warm-cache", "reset-breaker"))
                .withBean("cache", Cache.class, Cache::new, definition -> definition.setLazyInit(true))
                .run(app -> {
                    assertThat(app).hasNotFailed();
                    assertThat(app.getBean(MethodWords.class).detectors()).hasSize(1);
                    assertThat(Cache.MADE).hasValue(before);
                });
        Apps.with(YAML)
                .withBean("cache", Cache.class, Cache::new, definition -> definition.setLazyInit(true))
                .run(app -> assertThat(Cache.MADE).hasValueGreaterThan(before));
    }

    static class Numbers {
        @HealDetector("queue-length")
        int length() {
            return 7;
        }
    }

    @Test
    void a_number_without_a_limit_is_told_where_it_is_written(CapturedOutput output) {
        Apps.with(YAML.replace("stale-cache: {}", "queue-length: {}").replace("warm-cache", "reset-breaker"))
                .withBean(Numbers.class)
                .run(app -> {
                    assertThat(app.getBean(Heal.class).targets()).isEmpty();
                    assertThat(output)
                            .contains("heal.targets.cache.detectors.stale.queue-length")
                            .contains("has no limit, and the method gives a number; write above: 100 or below: 5");
                });
        Apps.with(YAML.replace("stale-cache: {}", "queue-length: { above: 100 }")
                        .replace("warm-cache", "reset-breaker"))
                .withBean(Numbers.class)
                .run(app -> assertThat(app.getBean(Heal.class).targets()).containsExactly("cache"));
    }

    static class Careless {
        @HealDetector("stale-cache")
        boolean isStale() {
            return false;
        }

        @HealRemediation("warm-cache")
        void warm() {}
    }

    @Test
    void what_cannot_be_undone_needs_an_approval_or_a_word_of_the_team(CapturedOutput output) {
        Apps.with(YAML).withBean("cache", Careless.class).run(app -> {
            assertThat(app.getBean(Heal.class).targets()).isEmpty();
            assertThat(output)
                    .contains("warm-cache (application.yml:7:30): can neither be undone nor called harmless; write"
                            + " approval: { expires: 15m }, or say what it is on bean cache: Careless.warm():"
                            + " @HealRemediation(value = \"warm-cache\", risk = Risk.RESTORATIVE)");
        });
        Apps.with(YAML.replace("verify:", "approval: { expires: 15m }, verify:"))
                .withBean("cache", Careless.class)
                .run(app -> assertThat(app.getBean(Heal.class).targets()).containsExactly("cache"));
    }

    static class Wrong {
        @HealDetector("a-private")
        private boolean hidden() {
            return true;
        }

        @HealDetector("a-static")
        static boolean shared() {
            return true;
        }

        @HealDetector("a-parameter")
        boolean of(int id) {
            return true;
        }

        @HealDetector("a-text")
        String text() {
            return "";
        }

        @HealDetector("a-char")
        char letter() {
            return 'a';
        }

        @HealDetector(" ")
        boolean blank() {
            return true;
        }

        @HealDetector("Stale.Cache")
        boolean dotted() {
            return true;
        }

        @HealDetector("pool-stalled")
        boolean own() {
            return true;
        }

        @HealDetector(value = "a-limit", timeLimit = "2")
        boolean limited() {
            return true;
        }

        @HealRemediation("restart-pool")
        void restart() {}

        @HealRemediation("two-parameters")
        void two(RemediationContext context, int more) {}

        @HealRemediation("a-parameter")
        void one(String target) {}

        @HealRemediation("a-result")
        boolean done() {
            return true;
        }

        @HealRemediation(value = "no-undo", risk = Risk.REVERSIBLE)
        void forGood() {}

        @HealRemediation(
                value = "two-risks",
                risk = {Risk.SAFE, Risk.DISRUPTIVE})
        void torn() {}
    }

    @Test
    void a_method_that_cannot_be_a_word_is_told_with_bean_and_method(CapturedOutput output) {
        Apps.with("spring: {}").withBean("wrong", Wrong.class).run(app -> {
            assertThat(app).hasNotFailed();
            assertThat(output.getAll().lines().filter(line -> line.startsWith("  - ")))
                    .containsExactlyInAnyOrder(
                            "  - @HealDetector, bean wrong: Wrong.hidden() = a-private: is private; make it public",
                            "  - @HealDetector, bean wrong: Wrong.shared() = a-static: is static; make it a method of the"
                                    + " bean",
                            "  - @HealDetector, bean wrong: Wrong.of(int) = a-parameter: takes parameters, and nobody has"
                                    + " any for it; let it take none",
                            "  - @HealDetector, bean wrong: Wrong.text() = a-text: returns String, which says nothing of"
                                    + " health; let it return a boolean (true is sick), a number, a Verdict or Spring"
                                    + " Boot's Health",
                            "  - @HealDetector, bean wrong: Wrong.letter() = a-char: returns char, which says nothing of"
                                    + " health; let it return a boolean (true is sick), a number, a Verdict or Spring"
                                    + " Boot's Health",
                            "  - @HealDetector, bean wrong: Wrong.blank() = : has no name; give it one in kebab-case, such"
                                    + " as stale-cache",
                            "  - @HealDetector, bean wrong: Wrong.dotted() = Stale.Cache: is not in kebab-case; write"
                                    + " small letters, digits and single dashes, such as stale-cache",
                            "  - @HealDetector, bean wrong: Wrong.own() = pool-stalled: is a word of heal's own; give it"
                                    + " another name",
                            "  - @HealDetector, bean wrong: Wrong.limited() = a-limit: has the time limit \"2\"; write a"
                                    + " span with its unit, such as 2s",
                            "  - @HealRemediation, bean wrong: Wrong.restart() = restart-pool: is a word of heal's own;"
                                    + " give it another name",
                            "  - @HealRemediation, bean wrong: Wrong.two(RemediationContext, int) = two-parameters: takes"
                                    + " parameters that nobody has for it; let it take none, or one RemediationContext",
                            "  - @HealRemediation, bean wrong: Wrong.one(String) = a-parameter: takes parameters that"
                                    + " nobody has for it; let it take none, or one RemediationContext",
                            "  - @HealRemediation, bean wrong: Wrong.done() = a-result: returns boolean, which is no way"
                                    + " to undo it; let it return nothing, an Undo or a Runnable",
                            "  - @HealRemediation, bean wrong: Wrong.forGood() = no-undo: is called REVERSIBLE and returns"
                                    + " nothing to undo it with; let it return an Undo or a Runnable, or write another"
                                    + " risk",
                            "  - @HealRemediation, bean wrong: Wrong.torn() = two-risks: names 2 risks; keep the worst");
        });
        Apps.with("heal.strict: true")
                .withBean("wrong", Wrong.class)
                .run(app -> assertThat(app).getFailure().isInstanceOf(HealStartException.class));
    }

    @Test
    void a_name_that_two_beans_have_is_neithers(CapturedOutput output) {
        Apps.with(YAML)
                .withBean("cache", Cache.class)
                .withBean("second", Cache.class)
                .run(app -> {
                    assertThat(app.getBean(Heal.class).targets()).isEmpty();
                    assertThat(output)
                            .contains("@HealDetector, bean second: Cache.isStale() = stale-cache: is the name of bean"
                                    + " cache: Cache.isStale(), too, so neither is used; give each a name of its own")
                            .contains("heal.targets.cache.detectors.stale.stale-cache");
                });
    }

    @Test
    void a_bean_that_is_many_is_no_word(CapturedOutput output) {
        Apps.with("spring: {}")
                .withBean("cache", Careless.class, Careless::new, definition -> definition.setScope("prototype"))
                .run(app -> assertThat(output)
                        .contains(
                                "bean cache: Careless.isStale() = stale-cache: belongs to a bean of scope prototype, so"
                                        + " there is no one bean to ask; make it a singleton"));
    }

    interface Store {
        String get();
    }

    static class CachedStore implements Store {
        @Override
        public String get() {
            return "value";
        }

        @HealDetector("stale-cache")
        public boolean isStale() {
            return true;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Stores {
        @Bean
        String anEarlierBeanThatNeedsTheWords(MethodWords words) {
            return words.toString();
        }

        @Bean
        Store store() {
            return new CachedStore();
        }
    }

    @Test
    void a_method_that_the_definition_does_not_show_is_told(CapturedOutput output) {
        Apps.with("spring: {}", Stores.class)
                .run(
                        app -> assertThat(output)
                                .contains(
                                        "@HealDetector, bean store: CachedStore.isStale() = stale-cache: was not to be seen in the type"
                                                + " that the bean's definition tells; let the @Bean method return CachedStore"));
    }

    static class NeedsHeal {
        NeedsHeal(Heal heal) {}

        @HealDetector("stale-cache")
        boolean isStale() {
            return false;
        }

        @HealRemediation("warm-cache")
        Undo warm() {
            return Undo.NOTHING;
        }
    }

    @Test
    void a_bean_that_needs_heal_itself_is_told_the_way_out(CapturedOutput output) {
        Apps.with(YAML).withBean("cache", NeedsHeal.class).run(app -> {
            assertThat(app).hasNotFailed();
            assertThat(output)
                    .contains("the bean cache needs heal before heal is there: let it take an ObjectProvider<Heal>"
                            + " instead of Heal");
        });
        Apps.with(YAML)
                .withBean("cache", AsksLater.class)
                .run(app -> assertThat(app.getBean(Heal.class).targets()).containsExactly("cache"));
    }

    static class AsksLater {
        AsksLater(ObjectProvider<Heal> heal) {}

        @HealDetector("stale-cache")
        boolean isStale() {
            return false;
        }

        @HealRemediation("warm-cache")
        Undo warm() {
            return Undo.NOTHING;
        }
    }

    static class FinalAndHealed {
        @Healed(name = "cache")
        public String get() {
            return "";
        }

        @HealDetector("stale-cache")
        public final boolean isStale() {
            return true;
        }

        @HealRemediation("warm-cache")
        Undo warm() {
            return Undo.NOTHING;
        }
    }

    @Test
    void a_final_method_of_a_bean_that_is_a_proxy_is_told(CapturedOutput output) {
        Apps.with(YAML)
                .withBean("cache", FinalAndHealed.class)
                .run(app -> assertThat(output)
                        .contains(
                                "bean cache: FinalAndHealed.isStale() is final and the bean is a proxy: take the word final"
                                        + " away"));
    }

    @Test
    void two_targets_may_share_what_is_safe_and_nothing_else(CapturedOutput output) {
        String two = YAML + """
                    other:
                      detectors: { stale: { stale-cache: {} } }
                      steps: { warm: { do: { warm-cache: {} } } }
                """;
        Apps.with(two).withBean("cache", Cache.class).run(app -> {
            assertThat(app.getBean(Heal.class).targets()).containsExactly("cache");
            assertThat(output)
                    .contains("the target cache acts on the same thing (warm the cache); let one target own it, and put"
                            + " what the other needs into the detectors of that one");
        });
        Apps.with(two)
                .withBean("cache", SafeCache.class)
                .run(app -> assertThat(app.getBean(Heal.class).targets()).containsExactlyInAnyOrder("cache", "other"));
    }

    static class SafeCache {
        @HealDetector("stale-cache")
        boolean isStale() {
            return false;
        }

        @HealRemediation(value = "warm-cache", risk = Risk.SAFE)
        void warm() {}
    }
}

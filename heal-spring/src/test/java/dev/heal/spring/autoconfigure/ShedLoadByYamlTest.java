package dev.heal.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.Heal;
import dev.heal.admission.LoadShedder;
import dev.heal.spring.OwnJournal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@DisplayName("shed-load finds its load shedder, and says so where it cannot")
@ExtendWith(OutputCaptureExtension.class)
class ShedLoadByYamlTest {

    private static final String SHOP = """
            heal:
              targets:
                shop:
                  limit-concurrency: 50
                  detectors: { errors: { failure-rate: } }
                  steps: { shed: { do: { shed-load: %s } } }
            """;

    /** @param answer of the log; empty if the target is healed */
    private static void given(CapturedOutput output, String settings, String answer, String... shedders) {
        OwnJournal.another();
        var app = Apps.with(SHOP.formatted(settings));
        for (String name : shedders) {
            app = app.withBean(name, LoadShedder.class, () -> LoadShedder.create(name));
        }
        app.run(context -> {
            if (answer.isEmpty()) {
                assertThat(context.getBean(Heal.class).guard("shop").concurrencyLimit())
                        .hasValue(50);
            } else {
                assertThat(context.getBean(Heal.class).targets()).isEmpty();
                assertThat(output)
                        .contains("heal.targets.shop.steps.shed.do.shed-load")
                        .contains(answer);
            }
        });
    }

    @Test
    void the_only_one_there_is_need_not_be_named(CapturedOutput output) {
        given(output, "{ keep: critical, for: 5m }", "", "web");
    }

    @Test
    void of_several_one_is_named(CapturedOutput output) {
        given(output, "{ shedder: jobs }", "", "web", "jobs");
        given(
                output,
                "{}",
                "does not say which of the load shedders it is about: web, jobs; write shedder: web",
                "web",
                "jobs");
        given(output, "{ shedder: wep }", "names no load shedder: wep; did you mean web?", "web", "jobs");
    }

    @Test
    void where_there_is_none_it_says_so(CapturedOutput output) {
        given(output, "{}", "needs a load shedder, and this application has none; write heal.load-shedding.web");
    }
}

package dev.heal.examples.demo;

import static dev.heal.examples.demo.Timelines.FAULT;
import static dev.heal.examples.demo.Timelines.SCRIPT;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SteadinessTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void twoPromptSecondsAreSteadyWhateverCameBefore() {
        var samples = Timelines.of(due -> due < -2_500 ? Timelines.failed(due) : Timelines.ok(due));

        assertThat(Steadiness.reached(samples, 0, FAULT, SCRIPT)).isTrue();
    }

    @Test
    void oneSlowAnswerAmongThemIsNotSteady() {
        var samples = Timelines.of(due -> due == -1_000 ? Timelines.okAt(due, -600) : Timelines.ok(due));

        assertThat(Steadiness.reached(samples, 0, FAULT, SCRIPT)).isFalse();
    }

    @Test
    void aRequestThatJustWentOutMayStillBeOnItsWay() {
        var samples = Timelines.of(due -> due >= -200 ? Timelines.waiting(due) : Timelines.ok(due));

        assertThat(Steadiness.reached(samples, 0, FAULT, SCRIPT)).isTrue();
    }

    @Test
    void nobodyIsSteadyBeforeTheLeastWarmUp() {
        var samples = Timelines.of(Timelines::ok);

        assertThat(Steadiness.reached(samples, FAULT - 3 * SECOND + 1, FAULT, SCRIPT))
                .isFalse();
        assertThat(Steadiness.reached(samples, FAULT - 3 * SECOND, FAULT, SCRIPT))
                .isTrue();
    }
}

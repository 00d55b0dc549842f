package dev.heal.examples.load;

import static dev.heal.examples.load.Timelines.FAULT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SteadinessTest {

    private static final long SECOND = 1_000_000_000L;
    private static final Duration STEADY = Duration.ofSeconds(2);
    private static final Duration WARM_UP = Duration.ofSeconds(3);

    @Test
    void twoPromptSecondsAreSteadyWhateverCameBefore() {
        var samples = Timelines.of(due -> due < -2_500 ? Timelines.failed(due) : Timelines.ok(due));

        assertThat(Steadiness.reached(samples, 0, FAULT, STEADY, WARM_UP)).isTrue();
    }

    @Test
    void oneSlowAnswerAmongThemIsNotSteady() {
        var samples = Timelines.of(due -> due == -1_000 ? Timelines.okAt(due, -600) : Timelines.ok(due));

        assertThat(Steadiness.reached(samples, 0, FAULT, STEADY, WARM_UP)).isFalse();
    }

    @Test
    void aRequestThatJustWentOutMayStillBeOnItsWay() {
        var samples = Timelines.of(due -> due >= -200 ? Timelines.waiting(due) : Timelines.ok(due));

        assertThat(Steadiness.reached(samples, 0, FAULT, STEADY, WARM_UP)).isTrue();
    }

    @Test
    void nobodyIsSteadyBeforeTheLeastWarmUp() {
        var samples = Timelines.of(Timelines::ok);

        assertThat(Steadiness.reached(samples, FAULT - 3 * SECOND + 1, FAULT, STEADY, WARM_UP))
                .isFalse();
        assertThat(Steadiness.reached(samples, FAULT - 3 * SECOND, FAULT, STEADY, WARM_UP))
                .isTrue();
    }
}

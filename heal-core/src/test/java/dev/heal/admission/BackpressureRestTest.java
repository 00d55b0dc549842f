package dev.heal.admission;

import static dev.heal.admission.Priority.BULK;
import static dev.heal.admission.Priority.HIGH;
import static dev.heal.admission.Priority.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.time.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A client knows for how long to leave a server alone")
class BackpressureRestTest {

    private final ManualClock clock = new ManualClock();
    private final Backpressure server = Backpressure.of("orders", RetryBudget.standard(clock), clock, 1);

    @Test
    void of_two_rejections_the_longer_rest_counts_in_whichever_order_they_come() {
        server.rejected(Duration.ofSeconds(8));
        server.rejected(Duration.ofSeconds(2));
        assertThat(server.retryAfter()).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(10));

        server.rejected(Duration.ofSeconds(20));
        assertThat(server.retryAfter()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(25));
    }

    @Test
    void what_is_withheld_waits_for_the_rest_and_for_the_hint_whichever_is_longer() {
        server.heard(CutOff.below(HIGH));
        server.rejected(Duration.ofSeconds(4));
        assertThat(server.withheld(BULK).retryAfter()).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(5));

        clock.advance(Duration.ofMillis(3_900));
        server.heard(CutOff.below(HIGH));
        assertThat(server.withheld(BULK).retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1_250));
    }

    @Test
    void an_answer_that_turns_nothing_away_ends_the_rest_too() {
        server.rejected(Duration.ofSeconds(60));
        server.heardNothing();
        assertThat(server.retryAfter()).isZero();

        server.rejected(Duration.ofSeconds(60));
        server.heard(CutOff.NONE);
        assertThat(server.retryAfter()).isZero();
    }

    @Test
    void after_the_hints_second_more_is_sent_by_whole_steps_and_not_little_by_little() {
        server.heard(CutOff.below(HIGH));

        clock.advance(Duration.ofMillis(1_099));
        assertThat(server.cutOff().depth()).isEqualTo(2);
        assertThat(server.passes(NORMAL)).isFalse();

        clock.advance(Duration.ofMillis(100));
        assertThat(server.cutOff().depth()).isEqualTo(2.25);
    }
}

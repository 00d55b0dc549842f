package dev.heal.admission;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heal.time.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** However long a span somebody writes, or a server asks for, no call breaks on it. */
class LongWaitsTest {

    private static final Duration AGES = Duration.ofDays(300 * 365);

    @Test
    void who_waits_for_ages_has_no_deadline_and_who_waits_no_longer_is_over() {
        long late = Long.MAX_VALUE - 5;
        Request request = Request.of(Priority.HIGH);

        assertThat(request.within(AGES, 0).deadline()).isEqualTo(Request.NO_DEADLINE);
        assertThat(request.within(Duration.ofSeconds(Long.MAX_VALUE), 0).deadline())
                .isEqualTo(Request.NO_DEADLINE);
        assertThat(request.within(Duration.ofSeconds(Long.MIN_VALUE), 7).isOver(7))
                .isTrue();
        assertThat(request.within(ofSeconds(1), late).isOver(late + 5)).isFalse();
        assertThat(request.within(ofSeconds(1), late).isOver(late + ofSeconds(1).toNanos()))
                .isTrue();
    }

    @Test
    void a_longest_wait_is_a_minute_at_most() {
        assertThat(LoadShedder.of("web", ShedderSettings.DEFAULT.maxWait(ofMinutes(1)), new ManualClock())
                        .isActive())
                .isFalse();
        for (Duration tooLong : new Duration[] {ofMinutes(1).plus(ofNanos(1)), AGES}) {
            assertThatThrownBy(() -> LoadShedder.of("web", ShedderSettings.DEFAULT.maxWait(tooLong), new ManualClock()))
                    .hasMessageContaining("load-shedder.max-wait")
                    .hasMessageContaining("is longer than anybody waits; write 1m at most");
        }
    }

    @Test
    void an_ordinary_answer_ends_what_the_server_said_of_how_long_to_leave_it_alone() {
        ManualClock clock = new ManualClock();
        Backpressure server = Backpressure.of("stock", RetryBudget.standard(clock), clock, 1);
        server.rejected(ofMinutes(60));
        assertThat(server.retryAfter()).isGreaterThanOrEqualTo(ofMinutes(60));

        server.heardNothing();

        assertThat(server.retryAfter()).isZero();
        server.rejected(ofMillis(500));
        assertThat(server.retryAfter()).isBetween(ofMillis(500), ofMillis(625));
    }
}

package dev.heal.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A clock that costs a field read, and is never ahead. */
class CoarseClockTest {

    private final AtomicLong exact = new AtomicLong(1_000_000_000);
    private final CoarseClock coarse = new CoarseClock(exact::get);

    /** Ten seconds later nobody needs it any more. */
    @AfterEach
    void end() {
        exact.addAndGet(Duration.ofSeconds(11).toNanos());
        await().until(() -> !coarse.isTicking());
    }

    @Test
    void it_is_exact_while_nobody_asks_for_a_cheap_one() {
        exact.set(5);
        assertThat(coarse.nanos()).isEqualTo(5);
        exact.set(6);
        assertThat(coarse.nanos()).isEqualTo(6);
        assertThat(coarse.isTicking()).isFalse();
    }

    @Test
    void asked_for_it_follows_the_exact_one_by_itself_and_is_never_ahead() {
        coarse.keep();
        await().until(coarse::isTicking);

        for (int i = 0; i < 50; i++) {
            long now = exact.addAndGet(Duration.ofMillis(1).toNanos());
            assertThat(coarse.nanos()).isLessThanOrEqualTo(now);
            await().pollInterval(Duration.ofMillis(1)).until(() -> coarse.nanos() == now);
        }
    }

    @Test
    void asked_for_no_more_it_ends_its_thread_and_is_exact_again() {
        coarse.keep();
        await().until(coarse::isTicking);

        exact.addAndGet(Duration.ofSeconds(10).toNanos());

        await().until(() -> !coarse.isTicking());
        exact.addAndGet(7);
        assertThat(coarse.nanos()).isEqualTo(exact.get());
        coarse.keep();
        await().until(coarse::isTicking);
    }

    @Test
    void it_stays_as_long_as_it_is_asked_for_again_and_again_and_has_one_thread() {
        long others = threads();
        for (int i = 0; i < 10; i++) {
            coarse.keep();
            await().until(coarse::isTicking);
            exact.addAndGet(Duration.ofSeconds(9).toNanos());
            await().until(() -> coarse.nanos() == exact.get());
        }

        assertThat(threads() - others).isEqualTo(1);
    }

    @Test
    void what_is_compared_with_the_even_start_of_a_call_is_even_too() {
        exact.set(1_000_000_001);
        coarse.keep();
        await().until(coarse::isTicking);
        long start = coarse.nanos();

        long after = exact.addAndGet(Duration.ofSeconds(2).toNanos()) & ~1L;
        await().until(() -> coarse.nanos() == after);

        assertThat(start).isEven();
        assertThat(coarse.latest(start)).isEqualTo(after);
    }

    @Test
    void a_pause_that_is_longer_than_it_stays_is_known_as_well() {
        coarse.keep();
        await().until(coarse::isTicking);
        long before = coarse.nanos();

        long after = exact.addAndGet(Duration.ofSeconds(12).toNanos());
        await().until(() -> !coarse.isTicking());

        assertThat(coarse.latest(before)).isEqualTo(after);
    }

    @Test
    void a_reading_from_before_a_pause_may_have_been_made_right_after_it() {
        // given a reading
        coarse.keep();
        await().until(coarse::isTicking);
        long before = exact.get();
        await().until(() -> coarse.nanos() == before);

        // when the process stands still for two seconds
        long after = exact.addAndGet(Duration.ofSeconds(2).toNanos());
        await().until(() -> coarse.nanos() == after);

        // then
        assertThat(coarse.latest(before)).isEqualTo(after);
        assertThat(coarse.latest(after)).isEqualTo(after);
        assertThat(coarse.latest(before - 1)).isEqualTo(before - 1);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("heal-clock"))
                .count();
    }
}

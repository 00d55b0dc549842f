package dev.heal.admission;

import static dev.heal.admission.Priority.BULK;
import static dev.heal.admission.Priority.CRITICAL;
import static dev.heal.admission.Priority.HIGH;
import static dev.heal.admission.Priority.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.heal.time.ManualClock;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BackpressureTest {

    private final ManualClock clock = new ManualClock();
    private final Backpressure server = client(1);

    @Test
    void who_has_heard_nothing_withholds_nothing() {
        assertThat(Priority.all()).allMatch(server::passes);
        assertThat(server.cutOff()).isEqualTo(CutOff.NONE);
        assertThat(server.retryAfter()).isZero();
    }

    @Test
    void while_the_hint_is_fresh_a_class_passes_with_one_and_a_half_times_its_share() {
        server.heard(new CutOff(2.4));

        assertThat(passed(CRITICAL, 1_000)).isEqualTo(1_000);
        assertThat(passed(HIGH, 1_000)).isEqualTo(1_000);
        assertThat(passed(NORMAL, 1_000)).isCloseTo(600, within(3));
        assertThat(passed(BULK, 1_000)).isZero();
    }

    @Test
    void a_class_of_which_two_thirds_are_admitted_passes_whole_so_that_the_server_sees_when_it_may_admit_more() {
        server.heard(new CutOff(0.67));

        assertThat(passed(CRITICAL, 1_000)).isEqualTo(1_000);
        assertThat(passed(HIGH, 1_000)).isZero();
    }

    @Test
    void what_passes_is_spread_evenly_over_the_calls() {
        server.heard(new CutOff(2.2));

        for (int ten = 0; ten < 100; ten++) {
            assertThat(passed(NORMAL, 10)).isBetween(2, 4);
        }
    }

    @Test
    void the_hint_holds_for_a_second_and_then_a_quarter_of_a_class_more_is_sent_every_100_ms() {
        server.heard(CutOff.below(HIGH));
        clock.advance(Duration.ofMillis(999));
        assertThat(server.cutOff().depth()).isEqualTo(2);

        clock.advance(Duration.ofMillis(101));
        assertThat(server.cutOff().depth()).isEqualTo(2.25);
        assertThat(passed(NORMAL, 1_000)).isCloseTo(375, within(3));

        clock.advance(Duration.ofMillis(600));
        assertThat(server.cutOff().depth()).isEqualTo(3.75);
        assertThat(passed(NORMAL, 100)).isEqualTo(100);
        assertThat(passed(BULK, 100)).isEqualTo(100);

        clock.advance(Duration.ofMillis(100));
        assertThat(server.cutOff()).isEqualTo(CutOff.NONE);
    }

    @Test
    void an_old_hint_is_forgotten_and_a_newer_one_starts_its_second_anew() {
        server.heard(CutOff.below(CRITICAL));
        clock.advance(Duration.ofSeconds(30));
        assertThat(passed(BULK, 100)).isEqualTo(100);

        server.heard(CutOff.below(CRITICAL));
        clock.advance(Duration.ofMillis(900));
        server.heard(CutOff.below(CRITICAL));
        clock.advance(Duration.ofMillis(900));

        assertThat(passed(HIGH, 100)).isZero();
    }

    @Test
    void an_ordinary_answer_that_says_nothing_ends_it_at_once() {
        server.heard(CutOff.below(CRITICAL));
        server.heardNothing();
        assertThat(passed(BULK, 100)).isEqualTo(100);

        server.heard(CutOff.below(CRITICAL));
        server.heard(CutOff.NONE);
        assertThat(passed(BULK, 100)).isEqualTo(100);
    }

    @Test
    void a_call_that_was_turned_away_waits_as_long_as_the_server_says_and_not_all_come_back_at_once() {
        List<Duration> waits = IntStream.range(0, 100)
                .mapToObj(i -> server.rejected(Duration.ofSeconds(2)))
                .toList();

        assertThat(waits)
                .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2_500)))
                .doesNotHaveDuplicates();
        assertThat(server.retryAfter()).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2_500));
        clock.advance(Duration.ofSeconds(2));
        assertThat(server.retryAfter()).isZero();
    }

    @Test
    void what_a_server_says_senselessly_does_no_harm() {
        assertThat(server.rejected(Duration.ofSeconds(-5))).isZero();
        assertThat(server.rejected(Duration.ZERO)).isZero();
        assertThat(server.rejected(Duration.ofSeconds(Long.MAX_VALUE)))
                .isBetween(Duration.ofHours(1), Duration.ofMinutes(75));
    }

    @Test
    void what_is_withheld_says_what_the_server_admits_and_when_to_ask_again() {
        server.heard(new CutOff(2.35));

        LoadShedException withheld = server.withheld(BULK);

        assertThat(withheld.shedder()).isEqualTo("orders");
        assertThat(withheld.priority()).isEqualTo(BULK);
        assertThat(withheld.cutOff()).isEqualTo(new CutOff(2.35));
        assertThat(withheld.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1_250));
        assertThat(withheld.getStackTrace()).isEmpty();
    }

    @Test
    void retries_pass_the_cut_off_and_the_budget_and_what_is_withheld_costs_none() {
        Backpressure client = Backpressure.of("orders", RetryBudget.of(0.1, 0, 100, clock), clock, 1);
        IntStream.range(0, 100).forEach(i -> client.retries().requested());
        client.heard(CutOff.below(NORMAL));

        assertThat(IntStream.range(0, 50).filter(i -> client.mayRetry(BULK))).isEmpty();
        assertThat(IntStream.range(0, 50).filter(i -> client.mayRetry(HIGH))).hasSize(10);
    }

    @Test
    void for_ten_seconds_after_a_rejection_hardly_more_than_requests_have_paid_for_is_sent_again() {
        Backpressure client = Backpressure.of("orders", RetryBudget.of(0.1, 5, 100, clock), clock, 1);
        IntStream.range(0, 20).forEach(i -> client.retries().requested());

        client.rejected(Duration.ofSeconds(1));
        assertThat(IntStream.range(0, 9).filter(i -> client.mayRetry(HIGH)))
                .as("two that were paid for, and one")
                .hasSize(3);

        clock.advance(Duration.ofMillis(9_999));
        assertThat(client.mayRetry(HIGH)).isFalse();

        clock.advance(Duration.ofMillis(1));
        assertThat(client.mayRetry(HIGH)).isTrue();
    }

    @Test
    void a_rejection_that_says_nothing_of_load_leaves_the_budget_as_it_is() {
        Backpressure client = Backpressure.of("orders", RetryBudget.of(0.1, 5, 100, clock), clock, 1);

        client.rejected(Duration.ZERO);

        assertThat(client.mayRetry(HIGH)).isTrue();
    }

    @Test
    void the_same_seed_decides_the_same_and_other_clients_decide_apart() {
        Backpressure twin = client(1);
        int first = 0;
        for (int seed = 0; seed < 1_000; seed++) {
            Backpressure client = client(seed);
            client.heard(new CutOff(2.1));
            first += client.passes(NORMAL) ? 1 : 0;
        }
        server.heard(new CutOff(2.4));
        twin.heard(new CutOff(2.4));

        assertThat(IntStream.range(0, 100).mapToObj(i -> server.passes(NORMAL)))
                .containsExactlyElementsOf(IntStream.range(0, 100)
                        .mapToObj(i -> twin.passes(NORMAL))
                        .toList());
        assertThat(first)
                .as("of the first calls of 1,000 clients, which must not all pass")
                .isBetween(110, 190);
    }

    @Test
    void threads_at_once_send_no_more_than_their_share() throws InterruptedException {
        server.heard(new CutOff(2.2));
        LongAdder passed = new LongAdder();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(new Thread(() -> passed.add(passed(NORMAL, 10_000))));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(passed.sum()).isCloseTo(24_000, within(20L));
    }

    @Test
    void nothing_is_allocated_to_ask_whether_hinted_at_or_not() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        ask(20_000);
        server.heardNothing();
        long before = threads.getThreadAllocatedBytes(self);
        ask(20_000);
        long unhinted = threads.getThreadAllocatedBytes(self) - before;

        server.heard(new CutOff(2.4));
        ask(20_000);
        before = threads.getThreadAllocatedBytes(self);
        ask(20_000);
        long hinted = threads.getThreadAllocatedBytes(self) - before;

        // What the measuring itself allocates is a few hundred bytes.
        assertThat(unhinted).as("bytes for 20,000 calls").isLessThan(2_000);
        assertThat(hinted).as("bytes for 20,000 calls").isLessThan(2_000);
    }

    private void ask(int calls) {
        for (int i = 0; i < calls; i++) {
            server.passes(NORMAL);
        }
    }

    private int passed(Priority priority, int calls) {
        int passed = 0;
        for (int i = 0; i < calls; i++) {
            passed += server.passes(priority) ? 1 : 0;
        }
        return passed;
    }

    private Backpressure client(long seed) {
        return Backpressure.of("orders", RetryBudget.standard(clock), clock, seed);
    }
}

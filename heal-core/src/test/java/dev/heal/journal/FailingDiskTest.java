package dev.heal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.heal.journal.SimulatedDisk.Call;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The disk fails: what was acknowledged stays, whoever waits is told, and when it works again so does the journal. */
class FailingDiskTest {

    private final Silence silence = new Silence();
    private int calls;

    @AfterEach
    void speak() {
        silence.close();
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    @Test
    void whichever_call_fails_nothing_acknowledged_is_lost_and_one_failure_is_survived() {
        everyCallFails(EnumSet.allOf(Call.class), 1, Long.MAX_VALUE);
    }

    @Test
    void whichever_calls_fail_from_one_on_nothing_acknowledged_is_lost() {
        everyCallFails(EnumSet.allOf(Call.class), 7, Long.MAX_VALUE);
    }

    @Test
    void whichever_call_fails_on_a_disk_that_becomes_full_nothing_acknowledged_is_lost() {
        everyCallFails(EnumSet.allOf(Call.class), 1, 4_000);
        everyCallFails(EnumSet.of(Call.RENAME), 1, 4_000);
    }

    @Test
    void whichever_write_or_force_fails_it_goes_on_in_a_new_segment() {
        everyCallFails(EnumSet.of(Call.WRITE), 1, Long.MAX_VALUE);
        everyCallFails(EnumSet.of(Call.FORCE), 1, Long.MAX_VALUE);
        everyCallFails(EnumSet.of(Call.SYNC), 1, Long.MAX_VALUE);
        everyCallFails(EnumSet.of(Call.CREATE), 1, Long.MAX_VALUE);
    }

    /** Fails the first such call, then the second, and so on until there was none left to fail. */
    private void everyCallFails(Set<Call> which, int times, long capacity) {
        int failed = 0;
        for (int nth = 1; failed == nth - 1; nth++) {
            SimulatedDisk disk = new SimulatedDisk(new Random(nth));
            Desk desk = new Desk(disk, Desk.SMALL);
            desk.append(1, 10);
            disk.capacity(capacity);
            calls = 0;
            int from = nth;
            disk.failWith((call, file) -> {
                if (which.contains(call) && ++calls >= from && calls < from + times) {
                    throw new IOException("Input/output error");
                }
            });
            desk.append(11, 25).close().reopen();
            if (desk.place() == Recording.Place.DISK) {
                desk.append(26, 30);
            }
            if (calls >= nth) {
                failed = nth;
            }
            disk.failWith((call, file) -> {});
            disk.capacity(Long.MAX_VALUE);
            desk.clock.advance(Duration.ofMinutes(1));
            disk.powerOn();
            desk.reopen();

            String story = which + " " + nth;
            assertThat(desk.ids()).as(story).containsAll(desk.acknowledged).isSorted();
            assertThat(desk.place()).as(story).isEqualTo(Recording.Place.DISK);
            if (times == 1 && which.size() == 1 && capacity == Long.MAX_VALUE) {
                assertThat(desk.acknowledged).as(story).containsAll(upTo(25));
            }
        }
        assertThat(failed).as(which + " were called").isPositive();
    }

    @Test
    void a_segment_of_which_a_force_has_failed_is_never_touched_again() {
        Desk desk = Desk.small().append(1, 2);
        List<String> touched = new ArrayList<>();
        calls = 0;
        desk.disk.failWith((call, file) -> {
            if (call == Call.WRITE || call == Call.FORCE) {
                touched.add(call + " " + file);
            }
            if (call == Call.FORCE && calls++ == 0) {
                throw new IOException("Input/output error");
            }
        });

        desk.append(3, 4);

        assertThat(touched)
                .containsExactly(
                        "WRITE segment-000000000000001.jsonl",
                        "FORCE segment-000000000000001.jsonl",
                        "WRITE segment-000000000000003.jsonl",
                        "FORCE segment-000000000000003.jsonl",
                        "WRITE segment-000000000000003.jsonl",
                        "FORCE segment-000000000000003.jsonl");
        assertThat(desk.acknowledged).isEqualTo(upTo(4));
        desk.disk.powerOn();
        assertThat(desk.reopen().ids()).isEqualTo(upTo(4));
    }

    @Test
    void whoever_is_about_to_close_it_need_not_wait_for_the_next_try() {
        Desk desk = Desk.small().append(1, 2);
        desk.disk.failWith((call, file) -> {
            throw new IOException("Input/output error");
        });
        desk.append(3, 3);
        desk.disk.failWith((call, file) -> {});
        desk.append(4, 4);
        assertThat(desk.acknowledged).as("it waits for a second").containsExactly(1L, 2L);

        desk.journal.hurry();
        desk.append(5, 5).close().reopen();

        assertThat(desk.acknowledged).containsExactly(1L, 2L, 5L);
        assertThat(desk.ids()).contains(1L, 2L, 5L);
    }

    @Test
    void a_disk_that_takes_nothing_is_said_once_and_tried_again_until_it_does() {
        Desk desk = Desk.small().append(1, 3);
        desk.disk.failWith((call, file) -> {
            calls++;
            throw new IOException("Input/output error");
        });

        desk.append(4, 6);
        desk.journal.append(Desk.entry(7));
        desk.thread.run();

        assertThat(desk.failures)
                .hasSize(3)
                .containsOnly("the journal in simulated cannot be written: IOException: Input/output error;"
                        + " make room or make it writable, it is tried again by itself");
        assertThat(desk.journal.recording()).isEqualTo(Recording.nowhere(desk.failures.get(0)));
        int before = calls;
        desk.append(8, 9);
        assertThat(calls).as("not before a second has passed").isEqualTo(before);

        desk.clock.advance(Duration.ofSeconds(1));
        assertThat(desk.place()).isEqualTo(Recording.Place.NOWHERE);
        desk.thread.run();
        assertThat(calls).as("asking is enough").isGreaterThan(before);
        desk.disk.failWith((call, file) -> {});
        desk.clock.advance(Duration.ofSeconds(2));
        desk.journal.recording();
        desk.thread.run();

        assertThat(desk.place()).isEqualTo(Recording.Place.DISK);
        assertThat(silence.lines(Level.ERROR)).hasSize(1);
        assertThat(silence.lines(Level.WARN)).contains("simulated: the journal can be written again");
        desk.append(10, 11);
        desk.disk.powerOn();
        desk.reopen();
        assertThat(desk.ids()).isEqualTo(List.of(1L, 2L, 3L, 10L, 11L));
        assertThat(desk.recovered().entries()).extracting(Recorded::number).isEqualTo(upTo(6));
        assertThat(desk.recovered().entries().get(3).entry())
                .as("what nobody waited for is counted")
                .isEqualTo(Entry.of("dropped", java.util.Map.of("count", 1L)));
    }

    @Test
    void what_was_answered_with_a_failure_does_not_come_back_in_the_place_of_what_came_later() {
        Desk desk = Desk.small().append(1, 3);
        calls = 0;
        // The bytes get there, but nobody can say so.
        desk.disk.failWith((call, file) -> {
            if (call == Call.FORCE || call == Call.CREATE || call == Call.RENAME) {
                throw new IOException("Input/output error");
            }
        });
        desk.append(Desk.entry(4), 4);
        desk.append(Desk.entry(5), 5);
        desk.thread.run();
        desk.disk.failWith((call, file) -> {});
        desk.clock.advance(Duration.ofSeconds(1));
        desk.append(6, 6);

        assertThat(desk.failures).hasSize(2);
        assertThat(desk.reopen().ids()).isEqualTo(List.of(1L, 2L, 3L, 6L));
        assertThat(desk.recovered().gaps()).isEmpty();
    }

    @Test
    void a_file_that_cannot_be_read_is_no_gap_but_a_reason_to_start_nothing() {
        Desk desk = Desk.small().append(1, 3).close();
        desk.disk.failWith((call, file) -> {
            if (call == Call.READ && file.startsWith("segment")) {
                throw new IOException("Input/output error");
            }
        });

        desk.reopen();

        assertThat(desk.journal.recording().reason())
                .contains("segment-000000000000001.jsonl cannot be read: Input/output error; move that file away");
        assertThat(desk.recovered()).isEqualTo(Recovered.NOTHING);
    }

    @Test
    void a_disk_that_does_not_answer_is_said_after_10_seconds() {
        Desk desk = Desk.small().append(1, 1);
        List<Recording> seen = new ArrayList<>();
        desk.disk.failWith((call, file) -> {
            if (call == Call.FORCE) {
                seen.add(desk.journal.recording());
                desk.clock.advance(Duration.ofSeconds(11));
                seen.add(desk.journal.recording());
            }
        });

        desk.append(2, 2);

        assertThat(seen)
                .containsExactly(
                        Recording.ON_DISK,
                        Recording.nowhere(
                                "the journal in simulated has not answered for more than 10 s; look at the disk"));
        assertThat(desk.place()).isEqualTo(Recording.Place.DISK);
    }

    @Test
    void when_too_many_wait_whoever_asks_is_refused_at_once_and_the_rest_is_counted() {
        Desk desk = Desk.small();
        for (long id = 1; id <= 105; id++) {
            desk.append(Desk.entry(id), id);
        }
        for (long id = 106; id <= 116; id++) {
            desk.journal.append(Desk.entry(id));
        }

        assertThat(desk.failures)
                .hasSize(5)
                .containsOnly(
                        "100 entries wait for the disk of the journal in simulated, and there is no room for more");
        desk.thread.run();
        desk.append(200, 200);
        desk.reopen();
        assertThat(desk.ids()).hasSize(101).endsWith(200L);
        assertThat(desk.recovered().entries())
                .extracting(Recorded::entry)
                .contains(Entry.of("dropped", java.util.Map.of("count", 11L)));
    }

    @Test
    void what_waits_together_is_forced_together() {
        Desk desk = Desk.small();
        calls = 0;
        desk.disk.failWith((call, file) -> calls += call == Call.FORCE ? 1 : 0);
        for (long id = 1; id <= 7; id++) {
            desk.append(Desk.entry(id), id);
        }
        assertThat(desk.acknowledged).isEmpty();

        desk.thread.run();

        assertThat(calls).isEqualTo(1);
        assertThat(desk.acknowledged).isEqualTo(upTo(7));
    }

    @Test
    void a_receipt_that_throws_harms_nobody() {
        Desk desk = Desk.small();
        desk.journal.append(Desk.entry(1), failure -> {
            throw new IllegalStateException("not mine");
        });
        desk.journal.append(Desk.entry(2), failure -> {
            throw new StackOverflowError();
        });

        desk.append(3, 3);

        assertThat(desk.acknowledged).containsExactly(3L);
        assertThat(desk.reopen().ids()).isEqualTo(upTo(3));
    }
}

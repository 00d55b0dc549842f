package dev.heal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where nothing new can be written, what was held ready is written over. */
class FullDiskTest {

    private final Silence silence = new Silence();

    @AfterEach
    void speak() {
        silence.close();
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    @Test
    void on_a_full_disk_it_goes_on_in_the_reserve_and_when_there_is_room_outside_again() {
        Desk desk = Desk.small().append(1, 3);
        desk.disk.capacity(0);

        desk.append(4, 10);

        assertThat(desk.failures).isEmpty();
        assertThat(desk.place()).isEqualTo(Recording.Place.DISK);
        assertThat(desk.disk.contents()).doesNotContainKey("reserve");
        desk.append(11, 40);
        assertThat(desk.acknowledged).hasSizeLessThan(30);
        assertThat(desk.journal.recording().reason()).contains("No space left on device");
        List<Long> acknowledged = List.copyOf(desk.acknowledged);

        desk.disk.capacity(Long.MAX_VALUE);
        desk.clock.advance(Duration.ofSeconds(40));
        desk.append(41, 43);
        desk.disk.powerOn();

        assertThat(desk.place()).isEqualTo(Recording.Place.DISK);
        assertThat(desk.disk.contents()).containsKey("reserve");
        desk.reopen();
        assertThat(desk.ids()).startsWith(acknowledged.toArray(Long[]::new)).endsWith(41L, 42L, 43L);
        assertThat(desk.recovered().entries()).extracting(Recorded::number).isEqualTo(upTo(desk.acknowledged.size()));
    }

    @Test
    void room_that_comes_while_the_reserve_is_used_lets_it_go_back_to_ordinary_segments() {
        Desk desk = Desk.small().append(1, 3);
        desk.disk.capacity(0);
        desk.append(4, 6);
        desk.disk.capacity(Long.MAX_VALUE);
        desk.clock.advance(Duration.ofSeconds(2));

        desk.append(7, 9);

        assertThat(desk.disk.contents())
                .containsKeys("reserve", "segment-000000000000004.jsonl", "segment-000000000000008.jsonl");
        desk.disk.powerOn();
        assertThat(desk.reopen().ids()).isEqualTo(upTo(9));
        assertThat(desk.recovered().gaps()).isEmpty();
    }

    @Test
    void a_disk_that_is_full_at_the_start_leaves_the_reserve_of_the_last_run() {
        Desk desk = Desk.small().append(1, 3).close();
        desk.disk.capacity(0);

        desk.reopen().append(4, 6);

        assertThat(desk.failures).isEmpty();
        desk.disk.powerOn();
        assertThat(desk.reopen().ids()).isEqualTo(upTo(6));
    }
}

package dev.heal.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is learned of the work behind the limit while there is room")
class ProofTest {

    private static final long TICK = 100_000_000;
    private static final double MILLI = 1e6;

    private final Proof proof = new Proof();

    private void learn(int ticks, long ended, double millis) {
        for (int i = 0; i < ticks; i++) {
            proof.learn(TICK, ended, (long) (ended * millis * MILLI));
        }
    }

    @Test
    void the_quickest_end_first_and_are_soon_forgotten() {
        learn(1, 24, 35);

        learn(10, 18, 42);

        assertThat(proof.nanos()).isCloseTo(42 * MILLI, within(0.5 * MILLI));
    }

    @Test
    void round_trips_that_lengthen_while_throughput_grows_with_what_is_under_way_are_longer_work() {
        learn(3, 10, 35);

        learn(60, 25, 50);

        assertThat(proof.nanos()).isCloseTo(50 * MILLI, within(MILLI));
        assertThat(proof.underWay()).isCloseTo(12.5, within(0.5));
    }

    @Test
    void round_trips_that_lengthen_while_throughput_stays_are_a_queue_and_prove_nothing() {
        learn(3, 10, 35);

        learn(60, 10, 125);

        assertThat(proof.nanos()).isCloseTo(35 * MILLI, within(MILLI));
        assertThat(proof.underWay()).isCloseTo(3.5, within(0.1));
    }

    @Test
    void those_that_took_longer_by_chance_count_as_those_that_were_quick() {
        learn(3, 20, 50);

        for (int i = 0; i < 100; i++) {
            learn(1, 20, 44);
            learn(1, 20, 58);
        }

        assertThat(proof.nanos()).isCloseTo(51 * MILLI, within(2 * MILLI));
    }

    @Test
    void too_little_seen_with_room_is_no_ground_for_taking_places_away() {
        learn(1, 24, 35);
        assertThat(proof.isThin()).isTrue();

        learn(1, 24, 35);

        assertThat(proof.isThin()).isFalse();
    }

    @Test
    void with_the_workers_known_throughput_tells_how_long_work_takes() {
        proof.prove(16, 16 / (50 * MILLI));

        proof.follow(16 / (150 * MILLI));

        assertThat(proof.nanos()).isCloseTo(150 * MILLI, within(1.0));
        assertThat(proof.isContradictedBy(16 / 3.0)).isTrue();
        assertThat(proof.isContradictedBy(14)).as("chance").isFalse();
    }
}

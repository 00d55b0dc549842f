package dev.heal.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.admission.AdaptiveLimit.Demand;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("How many places are let in to a server of which only round trips are seen")
class KneeLimitTest {

    private static final long TICK = 100_000_000;

    /** A server whose every request takes the same: what ends in a while is no matter of chance. */
    private static final class Server {
        private KneeLimit limit = new KneeLimit(10_000);
        private int workers;
        private double workNanos;
        private double owed;
        private final Random chance;
        private int fewest;
        private int most;

        Server(int workers, double workMillis) {
            this(workers, workMillis, null);
        }

        Server(int workers, double workMillis, Random chance) {
            this.chance = chance;
            this.workers = workers;
            this.workNanos = workMillis * 1e6;
        }

        /** So many under way on the average, and nobody waits. */
        void hasRoom(double seconds, double underWay) {
            for (int i = 0; i < seconds * 10; i++) {
                long ended = ends(underWay / workNanos);
                limit.observe(TICK, ended, (long) (ended * workNanos), Demand.BELOW, (int) underWay);
            }
        }

        /** Whoever leaves is followed at once. */
        void isFull(double seconds) {
            fewest = limit.places();
            most = fewest;
            for (int i = 0; i < seconds * 10; i++) {
                int places = limit.places();
                long ended = ends(Math.min(workers, places) / workNanos);
                long roundTrip = (long) (Math.max(1, (double) places / workers) * workNanos);
                limit.observe(TICK, ended, ended * roundTrip, Demand.ABOVE, places);
                fewest = Math.min(fewest, limit.places());
                most = Math.max(most, limit.places());
            }
        }

        /** All its places are taken for long, and just now more of them are tried; how many there were before. */
        int untilMoreAreTried() {
            hasRoom(20, 0.8 * workers);
            isFull(20);
            int known = limit.places();
            for (int i = 0; i < 600 && limit.places() <= known; i++) {
                isFull(0.1);
            }
            assertThat(limit.places()).as("on trial").isGreaterThan(known);
            return known;
        }

        /** So many would be under way: all are let in where there are places for them. */
        void needs(double seconds, int underWay) {
            for (int i = 0; i < seconds * 10; i++) {
                if (underWay <= limit.places()) {
                    hasRoom(0.1, underWay);
                } else {
                    isFull(0.1);
                }
            }
        }

        /** Whoever was let in does not come out. */
        void stands(double seconds) {
            for (int i = 0; i < seconds * 10; i++) {
                limit.observe(TICK, 0, 0, Demand.ABOVE, limit.places());
            }
        }

        private long ends(double perNano) {
            owed += perNano * TICK * (chance == null ? 1 : 1 + chance.nextGaussian() / Math.sqrt(perNano * TICK));
            long ended = Math.max(0, (long) owed);
            owed -= ended;
            return ended;
        }
    }

    @ParameterizedTest(name = "{0} workers of {1} ms")
    @CsvSource({"16, 50", "16, 300", "64, 300", "128, 5"})
    void what_was_learned_with_room_gives_the_limit_of_a_surge_without_a_trial_below_the_knee(int workers, int millis) {
        Server server = new Server(workers, millis);
        server.hasRoom(20, 0.8 * workers);

        server.isFull(4.5);

        assertThat(server.fewest).as("fewest places in the surge").isGreaterThanOrEqualTo(workers);
        assertThat(server.most).as("most places in the surge").isLessThan(2 * workers);
    }

    @Test
    void before_few_workers_a_single_place_more_is_headroom_enough() {
        Server server = new Server(4, 300);
        server.hasRoom(20, 3);

        server.isFull(12);

        assertThat(server.limit.places()).isEqualTo(5);
    }

    @Test
    void when_work_takes_three_times_as_long_no_places_are_taken_away_for_it() {
        Server server = new Server(16, 50);
        server.hasRoom(20, 11);
        int before = server.limit.places();

        server.workNanos *= 3;
        server.isFull(4);

        assertThat(server.fewest).as("fewest places").isEqualTo(before);
    }

    @Test
    void too_little_that_was_seen_with_room_takes_no_places_away() {
        Server server = new Server(16, 25);
        server.hasRoom(0.4, 2.5);

        server.workNanos *= 2;
        server.isFull(3);

        assertThat(server.fewest).as("fewest places").isGreaterThanOrEqualTo(8);
    }

    @Test
    void when_fewer_places_lose_nothing_as_many_are_taken_away_as_chance_leaves_sure() {
        Server server = new Server(16, 50);
        server.hasRoom(20, 12.8);
        server.isFull(4);
        int before = server.limit.places();

        server.workers = 4;
        int tried = before;
        while (tried >= 0.7 * before) {
            server.isFull(0.1);
            tried = server.limit.places();
        }
        while (server.limit.places() == tried) {
            server.isFull(0.1);
        }

        assertThat(server.limit.places()).isBetween((int) Math.ceil(1.2 * tried) + 1, before - 1);
    }

    @Test
    void a_server_that_was_full_from_the_start_is_found_out_by_trials() {
        Server server = new Server(16, 50);

        server.isFull(60);

        assertThat(server.limit.places()).isBetween(16, 28);
        assertThat(server.most).as("most that were tried").isLessThanOrEqualTo(40);
    }

    @ParameterizedTest(name = "{0} workers")
    @CsvSource({"1", "2", "4"})
    void a_few_workers_that_were_all_taken_from_the_start_are_found_out_too(int workers) {
        Server server = new Server(workers, 20);

        server.isFull(600);

        assertThat(server.limit.places()).isBetween(workers, workers + 2);
    }

    @Test
    void after_all_stood_still_for_a_minute_the_workers_are_found_as_if_nothing_had_been() {
        Server server = new Server(40, 50);
        server.hasRoom(20, 12);
        server.stands(60);

        server.isFull(45);

        assertThat(server.limit.places()).isBetween(40, 60);
    }

    @Test
    void at_the_most_places_there_may_be_fewer_are_tried_when_the_server_has_fewer_workers() {
        Server server = new Server(40, 50);
        server.limit = new KneeLimit(40);
        server.hasRoom(20, 30);
        server.isFull(60);
        assertThat(server.limit.places()).isEqualTo(40);

        server.workers = 4;
        server.isFull(900);

        assertThat(server.limit.places()).isLessThan(12);
    }

    @Test
    void short_bursts_with_silence_between_prove_nothing() {
        Server server = new Server(16, 50);
        for (int burst = 0; burst < 10; burst++) {
            server.isFull(0.5);
            server.limit.observe(5_000_000_000L, 0, 0, Demand.BELOW, 0);
        }

        assertThat(server.limit.places()).isLessThanOrEqualTo(16);
    }

    @Test
    void more_places_that_left_nobody_waiting_stay() {
        Server server = new Server(16, 300);
        server.isFull(2.5);
        assertThat(server.limit.places()).as("on trial").isEqualTo(16);

        // Moments in which little comes, which are the ones that there is room in.
        server.hasRoom(10, 3);

        assertThat(server.limit.places()).isEqualTo(16);
    }

    @Test
    void a_limit_that_was_learned_before_half_the_workers_came_grows_in_the_first_moments_with_room() {
        // given a limit known from eight workers, and now sixteen, of which twelve are needed
        Server server = new Server(8, 50);
        server.untilMoreAreTried();
        assertThat(server.limit.places()).as("on trial").isGreaterThanOrEqualTo(12);
        server.workers = 16;

        // when the places on trial leave nobody waiting
        server.needs(10, 12);

        // then those that were proved stay
        for (int i = 0; i < 50; i++) {
            assertThat(server.limit.places()).isGreaterThanOrEqualTo(14);
            server.needs(0.1, 12);
        }
    }

    @Test
    void what_is_proved_while_more_are_tried_stays_when_the_trial_shows_nothing() {
        Server server = new Server(8, 50);
        int known = server.untilMoreAreTried();
        int tried = server.limit.places();

        // given a moment with room in which one more is at work than there were places before
        server.hasRoom(1, known + 1);

        // when the trial goes on with as many workers as ever, and ends
        for (int i = 0; i < 100 && server.limit.places() == tried; i++) {
            server.isFull(0.1);
        }

        // then the limit is a fifth above what was proved
        assertThat(server.limit.places()).isEqualTo((int) Math.ceil(1.2 * (known + 1)));
    }

    @Test
    void places_on_trial_that_nobody_needed_go_again() {
        Server server = new Server(8, 50);
        int known = server.untilMoreAreTried();
        int tried = server.limit.places();

        server.hasRoom(3, 4);
        assertThat(server.limit.places()).as("for a while").isEqualTo(tried);

        server.hasRoom(4, 4);
        assertThat(server.limit.places()).isEqualTo(known);
    }

    @Test
    void a_surge_far_above_all_that_was_seen_is_met_by_growing_ever_faster() {
        Server server = new Server(128, 50);
        server.hasRoom(20, 6);

        server.isFull(1.3);

        assertThat(server.limit.places()).isBetween(128, 2 * 128);
    }

    /** What ends in a tick differs as that of exponential times does. */
    @ParameterizedTest(name = "{0} workers of {1} ms")
    @CsvSource({"4, 300", "16, 300", "64, 300", "16, 50"})
    void however_chance_has_it_hardly_a_worker_is_idle_and_the_queue_is_short(int workers, int millis) {
        double idle = 0;
        double queued = 0;
        for (int seed = 0; seed < 200; seed++) {
            Server server = new Server(workers, millis, new Random(seed));
            server.hasRoom(15, 0.8 * workers);
            for (int second = 0; second < 40; second++) {
                server.isFull(1);
                double places = (server.fewest + server.most) / 2.0;
                idle += Math.max(0, 1 - places / workers) / 8_000;
                queued += Math.max(0, places / workers - 1) / 8_000;
            }
        }

        assertThat(idle).as("workers idle, as a part of all").isLessThan(0.02);
        assertThat(queued).as("in the queue, for each worker").isLessThan(0.6);
    }

    @Test
    void while_hardly_anything_ends_no_places_are_taken_away_for_what_may_be_chance() {
        Server server = new Server(4, 1_000);
        server.hasRoom(60, 3);
        server.isFull(30);
        int before = server.limit.places();

        server.isFull(300);

        assertThat(server.limit.places()).isBetween(5, before);
    }
}

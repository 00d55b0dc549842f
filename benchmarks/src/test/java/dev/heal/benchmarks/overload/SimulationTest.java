package dev.heal.benchmarks.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulated server against what is known of such servers without a simulation. */
class SimulationTest {

    private static final Contender NONE = Contender.of("none", Manners.PLAIN);

    private static final Scenario SHORT = Scenario.of(
                    "10x", new Story(List.of(new Phase(2, 0.8, 1), new Phase(3, 10, 1), new Phase(3, 0.8, 1)), 1, 2))
            .retries(3);

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 16})
    void requests_wait_as_long_as_erlang_says(int workers) {
        double service = 5;

        Outcome outcome = run(queueing(workers, service, 1), NONE, 1);

        assertThat(outcome.mean()).isCloseTo(service + erlangWait(workers, 0.8) * service, within(0.04 * service * 4));
    }

    @Test
    void a_service_that_takes_longer_than_it_should_is_seen_against_erlang() {
        double service = 5;

        Outcome outcome = run(queueing(4, service, 1.1), NONE, 1);

        assertThat(outcome.mean() - service - erlangWait(4, 0.8) * service).isGreaterThan(0.04 * service * 4);
    }

    @Test
    void below_its_capacity_a_server_does_all_that_is_asked() {
        Outcome outcome = run(Scenario.of("steady", Story.steady()), NONE, 1);

        assertThat(outcome.goodput()).isCloseTo(0.8, within(0.03));
        assertThat(outcome.critical()).isEqualTo(1);
        assertThat(outcome.amplification()).isCloseTo(1, within(1e-9));
        assertThat(outcome.rejections()).isZero();
    }

    @Test
    void above_its_capacity_it_does_no_more_than_its_workers_can() {
        Scenario scenario = Scenario.of("10x", Story.surge(10)).shape(Shape.CONSTANT, 0);

        assertThat(run(scenario, Contender.ORACLE, 1).goodput()).isCloseTo(1, within(0.01));
        assertThat(run(scenario, NONE, 1).served()).isCloseTo((long) (30 * scenario.capacity()), within(16L));
    }

    @Test
    void rejections_take_the_time_that_they_are_said_to_take() {
        Scenario scenario = Scenario.of("10x", Story.surge(10)).shape(Shape.CONSTANT, 0);
        Contender queue = Contender.of("bounded queue", Manners.PLAIN);

        Outcome outcome = run(scenario, queue, 1);
        double busy = outcome.served() / 30.0 * 0.050 + outcome.rejections() * 0.00025;

        assertThat(busy).isCloseTo(16, within(0.05));
        assertThat(outcome.goodput()).isCloseTo(0.955, within(0.005));
        assertThat(run(scenario.rejectionMillis(0), queue, 1).goodput()).isCloseTo(1, within(0.005));
    }

    @Test
    void a_slow_dependency_leaves_a_part_of_the_capacity() {
        Scenario scenario = Scenario.of("slow", Story.slow(3, 2)).shape(Shape.CONSTANT, 0);

        assertThat(run(scenario, Contender.ORACLE, 1).goodput()).isCloseTo(1 / 3.0, within(0.01));
    }

    @Test
    void a_seed_is_always_the_same_run_and_another_seed_another() {
        for (Contender contender : Contender.all()) {
            if (contender.name().equals("Vegas")) {
                continue; // when it probes is up to chance that no seed reaches
            }
            Outcome first = run(SHORT, contender, 7);
            Outcome again = run(SHORT, contender, 7);

            assertThat(words(again)).as(contender.name()).isEqualTo(words(first));
            assertThat(words(run(SHORT, contender, 8))).as(contender.name()).isNotEqualTo(words(first));
        }
    }

    @Test
    void all_contestants_meet_the_same_requests() {
        int[] offered = run(SHORT, Contender.ORACLE, 3).curves().offered();

        for (Contender contender : Contender.all()) {
            assertThat(run(SHORT, contender, 3).curves().offered()).isEqualTo(offered);
        }
    }

    @Test
    void who_gives_up_is_served_all_the_same_and_sends_again() {
        Outcome outcome = run(Scenario.of("2x", Story.surge(2)).retries(3), NONE, 1);

        assertThat(outcome.amplification()).isGreaterThan(3);
        assertThat(outcome.p99()).isGreaterThan(Scenario.PATIENCE / 1e6);
        assertThat(outcome.goodput()).isLessThan(0.2);
    }

    @Test
    void a_gate_that_decides_twice_is_found_out() {
        Contender twice = new Contender("twice", Contender.Kind.PEER, Manners.PLAIN, desk -> new Gate(desk) {
            @Override
            void arrived(Call call, long now) {
                desk.admit(call);
                desk.admit(call);
            }
        });

        assertThatThrownBy(() -> run(Scenario.of("steady", Story.steady()), twice, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("for the second time");
    }

    /** Long enough for the mean to settle, and of exponential services: what Erlang's formula is about. */
    private static Scenario queueing(int workers, double millis, double slow) {
        double seconds = 60_000 / (0.8 * workers / millis * 1_000);
        Story story = new Story(
                List.of(new Phase(1, 0.8, slow), new Phase(5 * seconds, 0.8, slow), new Phase(1, 0.8, slow)), 1, 2);
        return Scenario.of("queueing", story).server(workers, millis).shape(Shape.EXPONENTIAL, 0);
    }

    /** Of M/M/c: the mean wait, in mean service times (Erlang C). */
    private static double erlangWait(int workers, double load) {
        double offered = workers * load;
        double blocked = 1;
        for (int i = 1; i <= workers; i++) {
            blocked = offered * blocked / (i + offered * blocked);
        }
        double waits = blocked / (1 - load * (1 - blocked));
        return waits / (workers * (1 - load));
    }

    private static Outcome run(Scenario scenario, Contender contender, long seed) {
        return new Simulation(scenario, contender, seed).run();
    }

    private static String words(Outcome outcome) {
        return outcome.withoutCurves().goodput() + " " + Arrays.toString(outcome.successes()) + outcome.mean()
                + outcome.amplification() + outcome.rejections()
                + Arrays.toString(outcome.curves().good())
                + Arrays.toString(outcome.curves().succeeded());
    }
}

package dev.heal.benchmarks.overload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a server counts as well again. */
class RecoveryTest {

    private static final Scenario STORM = Scenario.of("2x", Story.surge(2)).retries(3);

    @Test
    void a_storm_of_retries_keeps_an_unprotected_server_down_for_ever() {
        assertThat(recovery("none", Manners.PLAIN)).isEqualTo(Recovery.NEVER);
    }

    @Test
    void a_server_that_bounds_its_queue_is_well_within_seconds() {
        assertThat(recovery("bounded queue", Manners.PLAIN)).isLessThan(5);
    }

    @Test
    void who_was_never_unwell_is_well_at_once() {
        Scenario steady = Scenario.of("steady", Story.steady());
        Outcome outcome = new Simulation(steady, Contender.of("none", Manners.PLAIN), 1).run();
        Outcome oracle = new Simulation(steady, Contender.ORACLE, 1).run();

        assertThat(Recovery.of(steady, outcome, oracle)).isZero();
    }

    private static double recovery(String name, Manners manners) {
        Outcome outcome = new Simulation(STORM, Contender.of(name, manners), 1).run();
        Outcome oracle = new Simulation(STORM, Contender.ORACLE, 1).run();
        return Recovery.of(STORM, outcome, oracle);
    }
}

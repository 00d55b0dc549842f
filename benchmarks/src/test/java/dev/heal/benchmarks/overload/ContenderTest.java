package dev.heal.benchmarks.overload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.benchmarks.overload.Contender.Kind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each contestant is what it says it is. */
class ContenderTest {

    private static final Scenario SURGE = Scenario.of("10x", Story.surge(10));

    static Stream<Contender> bounded() {
        return Contender.all().stream()
                .filter(each -> each.kind() != Kind.ORACLE && !each.name().equals("none"));
    }

    @ParameterizedTest
    @MethodSource("bounded")
    void whoever_limits_turns_most_of_ten_times_the_load_away_and_serves_the_rest_in_time(Contender contender) {
        Outcome outcome = run(SURGE, contender, 1);

        // Nine of ten have to go, wherever: by the server, or by a client that heeds it.
        double away = outcome.rejections() / SURGE.capacity() / 10 + outcome.withheld();
        assertThat(away).isBetween(0.85, 0.99);
        assertThat(outcome.p50()).isLessThan(Scenario.PATIENCE / 1e6);
        assertThat(outcome.goodput()).isGreaterThan(0.3);
    }

    @ParameterizedTest
    @MethodSource("bounded")
    void heal_turns_nobody_away_in_ordinary_times_and_its_peers_few(Contender contender) {
        Outcome outcome = run(Scenario.of("steady", Story.steady()), contender, 1);

        // The peers' limits mistake chance for a queue now and then, and Vegas and a fixed rate do so all the time.
        if (contender.kind() == Kind.HEAL || List.of("bounded queue", "AIMD").contains(contender.name())) {
            assertThat(outcome.rejections()).isZero();
            assertThat(outcome.withheld()).isZero();
        } else if (!List.of("Vegas", "Resilience4j RateLimiter").contains(contender.name())) {
            assertThat(outcome.goodput()).isGreaterThan(0.75);
        }
    }

    @ParameterizedTest
    @MethodSource("bounded")
    void nobody_does_better_than_the_oracle_by_more_than_chance(Contender contender) {
        Outcome oracle = run(SURGE, Contender.ORACLE, 2);
        Outcome outcome = run(SURGE, contender, 2);

        assertThat(outcome.goodput()).isLessThan(oracle.goodput() + 0.015);
        assertThat(outcome.critical()).isLessThan(oracle.critical() + 0.001);
    }

    private static Outcome run(Scenario scenario, Contender contender, long seed) {
        return new Simulation(scenario, contender, seed).run();
    }
}

package dev.heal.benchmarks.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Each contestant's application starts, does what is to be measured, and proves it")
class EntrantTest {

    private static final int CALLS = 400;

    static Stream<Arguments> each() {
        return Arrays.stream(Entrant.values())
                .flatMap(entrant -> entrant.outcomes().stream().map(outcome -> Arguments.of(entrant, outcome)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("each")
    void starts_and_proves(Entrant entrant, Outcome outcome) {
        Caller caller = new Caller(outcome);
        try (Deployed deployed = new Deployed(entrant, outcome)) {
            for (int i = 0; i < CALLS; i++) {
                assertThat(caller.call(deployed.stock)).isIn(Stock.FOUND, Stock.CACHED);
            }
            caller.prove();
            deployed.prove();
        }
    }

    @ParameterizedTest
    @MethodSource("counting")
    void one_that_was_not_called_is_found_out(Entrant entrant) {
        try (Deployed deployed = new Deployed(entrant, Outcome.SUCCESS)) {
            assertThatIllegalStateException()
                    .isThrownBy(deployed::prove)
                    .withMessageContaining("what was measured was something else");
        }
    }

    static Stream<Entrant> counting() {
        return Stream.of(Entrant.HEALED, Entrant.HEALED_ATTACHED, Entrant.CIRCUIT_BREAKER);
    }

    @Test
    void a_fallback_that_answers_what_it_should_not_is_found_out() {
        Caller caller = new Caller(Outcome.SUCCESS);
        caller.call(new Stock() {
            @Override
            public Object find(Object id) {
                return CACHED;
            }
        });
        assertThatIllegalStateException().isThrownBy(caller::prove).withMessageContaining("of 1 calls");
    }
}

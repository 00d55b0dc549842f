package dev.heal.benchmarks.overhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each contestant on each path that it takes, once and untimed: it runs, and what it says of itself is proved. */
class OverheadBenchmarkTest {

    private final OverheadBenchmark benchmark = new OverheadBenchmark();

    @ParameterizedTest
    @MethodSource("contestants")
    void a_contestant_runs_and_proves_that_it_did(Path path, Entrant entrant) throws Exception {
        switch (path) {
            case SUCCESS -> {
                OverheadBenchmark.Success stage = prepared(new OverheadBenchmark.Success(), entrant);
                if (entrant != Entrant.HEAL_OWN_PART) {
                    assertThat(benchmark.success(stage)).isSameAs(Body.ANSWER);
                }
                benchmark.success(stage);
                stage.prove();
            }
            case FAILURE -> {
                OverheadBenchmark.Failure stage = prepared(new OverheadBenchmark.Failure(), entrant);
                OverheadBenchmark.Caller caller = new OverheadBenchmark.Caller();
                assertThat(benchmark.failure(stage, caller)).isSameAs(Body.ANSWER);
                for (int i = 1; i < 500; i++) {
                    assertThat(benchmark.failure(stage, caller))
                            .isSameAs(i % Body.Mixed.EVERY == 0 ? Body.ANSWER : Body.Planned.FAILURE);
                }
                stage.prove();
            }
            case REJECTED -> {
                OverheadBenchmark.Rejected stage = prepared(new OverheadBenchmark.Rejected(), entrant);
                assertThat(benchmark.rejected(stage)).isInstanceOf(Exception.class);
                stage.prove();
            }
            case MANY -> {
                OverheadBenchmark.Many stage = prepared(new OverheadBenchmark.Many(), entrant);
                OverheadBenchmark.Caller caller = new OverheadBenchmark.Caller();
                for (int i = 0; i < Path.GUARDS; i++) {
                    assertThat(benchmark.many(stage, caller)).isSameAs(Body.ANSWER);
                }
                assertThat(stage.contestants).doesNotHaveDuplicates().hasSize(Path.GUARDS);
                stage.prove();
            }
            case WORK -> {
                OverheadBenchmark.Work stage = new OverheadBenchmark.Work();
                stage.micros = 1;
                assertThat(benchmark.work(prepared(stage, entrant))).isSameAs(Body.ANSWER);
                stage.prove();
            }
        }
    }

    static Stream<Arguments> contestants() {
        return Arrays.stream(Path.values())
                .flatMap(path -> Arrays.stream(Entrant.values())
                        .filter(entrant -> entrant.takes(path))
                        .map(entrant -> Arguments.of(path, entrant)));
    }

    @ParameterizedTest
    @MethodSource("counting")
    void a_contestant_that_no_call_went_through_proves_nothing(Entrant entrant) throws Exception {
        OverheadBenchmark.Success stage = prepared(new OverheadBenchmark.Success(), entrant);

        assertThatThrownBy(stage::prove)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("what was measured was something else");
    }

    /** Those that tell how many calls they have seen. */
    static Stream<Entrant> counting() {
        return Arrays.stream(Entrant.values())
                .filter(entrant -> entrant.name().startsWith("HEAL")
                        || entrant.name().startsWith("RESILIENCE4J")
                        || entrant == Entrant.FAILSAFE
                        || entrant == Entrant.SENTINEL);
    }

    @Test
    void a_breaker_that_tripped_on_the_way_proves_nothing() throws Exception {
        Contestant tripped = Resilience4j.counted(Path.SUCCESS);
        tripped.call(new Body.Answering());
        tripped.open();

        assertThatThrownBy(() -> tripped.prove(Path.SUCCESS)).hasMessageContaining(" OPEN with ");
    }

    @Test
    void a_breaker_that_lets_calls_in_when_it_should_not_is_found_out() throws Exception {
        OverheadBenchmark.Rejected stage = new OverheadBenchmark.Rejected();
        stage.entrant = Entrant.RESILIENCE4J;
        stage.prepare();
        stage.contestant = Resilience4j.counted(Path.SUCCESS);

        benchmark.rejected(stage);

        assertThatThrownBy(stage::prove).hasMessageContaining("let a call in through its open breaker");
    }

    private static <S extends OverheadBenchmark.Stage> S prepared(S stage, Entrant entrant) throws Exception {
        stage.entrant = entrant;
        stage.prepare();
        return stage;
    }
}

package dev.heal.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heal.benchmarks.overhead.Entrant;
import dev.heal.benchmarks.overhead.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who is measured, by what was asked for. */
class LineupTest {

    @Test
    void the_reference_stands_against_itself_before_all_others() {
        List<Place> all = lineup("overhead");

        assertThat(all.get(0)).isEqualTo(new Place(Path.SUCCESS, 0, Entrant.RESILIENCE4J, 1, false));
        assertThat(all.get(1)).isEqualTo(new Place(Path.SUCCESS, 0, Entrant.RESILIENCE4J, 1, true));
        assertThat(all.get(1).label()).isEqualTo("Resilience4j again (A/A)");
        assertThat(all).doesNotHaveDuplicates();
    }

    @Test
    void a_full_run_has_everybody_on_every_path_that_they_take() {
        List<Place> all = lineup("overhead");

        for (Entrant entrant : Entrant.values()) {
            for (Path path : Path.values()) {
                assertThat(all.stream().anyMatch(place -> place.entrant() == entrant && place.path() == path))
                        .as("%s on %s", entrant, path)
                        .isEqualTo(entrant.takes(path));
            }
        }
        assertThat(threads(all, Path.SUCCESS)).containsExactlyInAnyOrder(1, 2, 8);
        assertThat(threads(all, Path.REJECTED)).containsExactlyInAnyOrder(1, 2);
        assertThat(Effort.FULL.minutes(all.size())).isBetween(20, 75);
    }

    @Test
    void a_quick_run_is_over_in_three_minutes() {
        List<Place> all = lineup("overhead", "--quick");

        assertThat(Effort.QUICK.minutes(all.size())).isLessThanOrEqualTo(3);
        assertThat(all.stream().map(Place::path).collect(Collectors.toSet()))
                .isEqualTo(Set.of(Path.SUCCESS, Path.REJECTED));
        assertThat(threads(all, Path.SUCCESS)).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void what_was_asked_for_comes_with_what_it_is_compared_with() {
        List<Place> all = lineup("overhead", "--include", "failure: .*failsafe", "--threads", "4");

        assertThat(all)
                .containsExactly(
                        new Place(Path.SUCCESS, 0, Entrant.RESILIENCE4J, 4, false),
                        new Place(Path.SUCCESS, 0, Entrant.RESILIENCE4J, 4, true),
                        new Place(Path.FAILURE, 0, Entrant.RESILIENCE4J, 4, false),
                        new Place(Path.FAILURE, 0, Entrant.FAILSAFE, 4, false));
    }

    @Test
    void bodies_of_each_length_are_compared_among_themselves() {
        List<Place> all = lineup("overhead", "--include", "work: heal, exact", "--threads", "1");

        assertThat(all.stream().map(Place::micros).distinct()).containsExactly(0, 1, 10, 100, 1_000);
        assertThat(all.get(all.size() - 1).group()).endsWith("for 1000 us");
        assertThat(all.get(all.size() - 1).reference().micros()).isEqualTo(1_000);
        assertThat(all.get(all.size() - 1).fork().params()).containsEntry("micros", "1000");
    }

    @Test
    void nobody_is_measured_for_an_expression_that_is_found_nowhere() {
        assertThatThrownBy(() -> lineup("overhead", "--quick", "--include", "failure: heal"))
                .isInstanceOf(Options.UsageException.class)
                .hasMessage("--include failure: heal is found in no contestant of --quick, which has few;"
                        + " write it as in \"success: heal, exact\"");
    }

    private static List<Place> lineup(String... arguments) {
        return Lineup.of(Options.parse(List.of(arguments), List.of("overhead")));
    }

    private static Set<Integer> threads(List<Place> places, Path path) {
        return places.stream()
                .filter(place -> place.path() == path)
                .map(Place::threads)
                .collect(Collectors.toSet());
    }
}

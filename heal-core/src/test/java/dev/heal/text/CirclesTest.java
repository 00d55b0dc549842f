package dev.heal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CirclesTest {

    private static final Map<String, Set<String>> NAMES =
            Map.of("a", Set.of("b"), "b", Set.of("c"), "c", Set.of("a"), "d", Set.of("d"), "e", Set.of("a", "nobody"));

    @Test
    void aNameThatComesBackToItselfIsFoundWithItsWay() {
        assertThat(Circles.from("a", NAMES)).isEqualTo(List.of("a", "b", "c"));
        assertThat(Circles.from("d", NAMES)).isEqualTo(List.of("d"));
    }

    @Test
    void whoOnlyLeadsIntoACircleIsNotOnIt() {
        assertThat(Circles.from("e", NAMES)).isEmpty();
        assertThat(Circles.from("nobody", NAMES)).isEmpty();
    }
}

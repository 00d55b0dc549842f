package dev.heal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("When detectors came back from a look")
class SightingsTest {

    @Test
    void isOneNumberAsLongAsAllComeBackTogether() {
        Sightings seen = Sightings.NONE.and(Set.of("errors", "hung"), 1).and(Set.of("hung", "errors"), 2);

        assertThat(seen.of("errors")).isEqualTo(2);
        assertThat(seen.of("hung")).isEqualTo(2);
        assertThat(seen.of("pool")).isNull();
        assertThat(seen.apart()).isEmpty();
    }

    @Test
    void isKeptOfEachThatDoesNotComeBackWithTheOthers() {
        Sightings seen = Sightings.NONE
                .and(Set.of("errors", "hung", "pool"), 1)
                .and(Set.of("errors", "pool"), 2)
                .and(Set.of(), 3)
                .and(Set.of("pool"), 4);

        assertThat(seen.of("hung")).isEqualTo(1);
        assertThat(seen.of("errors")).isEqualTo(2);
        assertThat(seen.of("pool")).isEqualTo(4);
    }

    @Test
    void isOneNumberAgainWhenAllAreBack() {
        Sightings seen = Sightings.NONE
                .and(Set.of("errors", "hung"), 1)
                .and(Set.of("errors"), 2)
                .and(Set.of("errors", "hung"), 3);

        assertThat(seen.of("hung")).isEqualTo(3);
        assertThat(seen.apart()).isEmpty();
    }
}

package dev.heal.detect;

import static dev.heal.detect.Detectors.inFlightAge;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.check.Check;
import org.junit.jupiter.api.Test;

/** Ages of calls in flight are known only up to a limit, so a detector that waits for older ones would never speak. */
class InFlightAgeTest {

    @Test
    void an_age_beyond_what_is_known_is_refused_with_the_longest_there_is() {
        Check check = Check.of("in-flight-age");

        inFlightAge().above(ofMinutes(5)).check(check);

        assertThat(check.problems())
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem.toString()).contains("in-flight-age.above", "write 1m or less"));
    }

    @Test
    void an_age_that_is_known_is_accepted() {
        Check check = Check.of("in-flight-age");

        inFlightAge().above(ofSeconds(60)).check(check);

        assertThat(check.problems()).isEmpty();
    }
}

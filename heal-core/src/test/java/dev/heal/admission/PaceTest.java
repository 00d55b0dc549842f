package dev.heal.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("When it is time to try another number of places")
class PaceTest {

    private static final long SECOND = 1_000_000_000L;

    private final Pace pace = new Pace();

    @Test
    void more_places_that_gained_nothing_are_tried_half_as_often_until_some_gain() {
        pace.gainedNothing();
        pace.pass(2 * SECOND - 1);
        assertThat(pace.isTimeForMore()).isFalse();
        pace.pass(1);
        assertThat(pace.isTimeForMore()).isTrue();

        pace.gained();
        pace.pass(SECOND);

        assertThat(pace.isTimeForMore()).isTrue();
    }

    @Test
    void the_longer_a_trial_takes_the_rarer_it_is_and_fewer_places_are_the_rarest() {
        pace.begin(SECOND / 2.0);

        pace.pass(SECOND * 5 / 2);
        assertThat(pace.isTimeForMore()).isTrue();
        assertThat(pace.isTimeForFewer()).isFalse();
        pace.pass(SECOND * 45 / 2);
        assertThat(pace.isTimeForFewer()).isTrue();
    }

    @Test
    void fewer_places_are_tried_soon_where_nothing_but_caution_speaks_for_the_limit() {
        pace.begin(SECOND);
        pace.tryFewerSoon();

        pace.pass(5 * SECOND);

        assertThat(pace.isTimeForFewer()).isTrue();
    }

    @Test
    void however_long_a_trial_takes_it_is_time_for_the_next_after_half_a_minute() {
        pace.begin(600 * SECOND);

        pace.pass(30 * SECOND);

        assertThat(pace.isTimeForMore()).isTrue();
        assertThat(pace.isTimeForFewer()).isTrue();
    }
}

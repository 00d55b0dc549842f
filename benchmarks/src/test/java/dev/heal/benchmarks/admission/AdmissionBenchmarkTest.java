package dev.heal.benchmarks.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That what is measured is the decision that the table names, for every contestant. */
class AdmissionBenchmarkTest {

    @ParameterizedTest
    @EnumSource(Entrant.class)
    void every_contestant_decides_what_its_line_says_and_goes_on_deciding_so(Entrant entrant) {
        for (Decision decision : entrant.decisions()) {
            Doorkeeper doorkeeper = entrant.create(decision);

            for (int i = 0; i < 1_000; i++) {
                assertThat(doorkeeper.ask() != null)
                        .as("%s, %s, request %d", entrant, decision, i)
                        .isEqualTo(decision == Decision.ACCEPTED);
            }
            assertThatCode(() -> doorkeeper.prove(decision)).doesNotThrowAnyException();
        }
    }

    @Test
    void a_fork_that_measured_something_else_breaks_the_run() {
        Doorkeeper open = Entrant.HEAL.create(Decision.ACCEPTED);

        assertThatThrownBy(() -> open.prove(Decision.REJECTED))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Heal: what was measured was something else: a request was let in");
    }

    @Test
    void a_room_full_of_more_important_requests_turns_away_for_that_and_not_for_want_of_a_room() {
        Doorkeepers.FullRoom full = (Doorkeepers.FullRoom) Entrant.HEAL_FULL.create(Decision.REJECTED);

        assertThat(full.shedder.admission().waiting()).isPositive();
        assertThat(((Doorkeepers.NoRoom) Entrant.HEAL_NO_ROOM.create(Decision.REJECTED))
                        .shedder
                        .admission()
                        .waiting())
                .isZero();
    }
}

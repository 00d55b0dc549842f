package dev.heal.gate;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.gate.Standing.Condition;
import dev.heal.policy.Scope;
import dev.heal.policy.Scope.Brake;
import dev.heal.remediation.Risk;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gates that look at the members of a scope, each alone, at its edges. */
class ScopeGatesTest {

    private static final Answer ALLOW = Answer.allow();
    private static final Brake BRAKE = new Brake(0.5, ofSeconds(30));

    private final Asked asked = new Asked();

    private void standing(String name, Standing standing) {
        asked.ledger = asked.ledger.standing(name, standing);
    }

    // -- selection

    @Test
    void anEmptyOrStrangeSelectionSelectsNothing() {
        assertThat(asked.of(new SelectionGate())).as("takes nothing away").isEqualTo(ALLOW);

        asked.taking("a");
        assertThat(asked.of(new SelectionGate())).isEqualTo(ALLOW);

        asked.taking();
        asked.risk = Risk.SAFE;
        assertThat(asked.of(new SelectionGate()))
                .isEqualTo(Answer.deny("it selects nothing, and nothing is not everything"));

        asked.taking("a", "zebra", "");
        assertThat(asked.of(new SelectionGate())).isEqualTo(Answer.deny("it selects , zebra, which is no target"));
    }

    // -- common mode

    @Test
    void whileTheBrakeIsOnOnlyTheSafeStarts() {
        asked.ledger = asked.ledger.braked("fleet", "c-1");
        assertThat(asked.of(new CommonModeGate()))
                .isEqualTo(Answer.waitFor("too many of fleet turned bad together, see incident c-1"));
        asked.risk = Risk.SAFE;
        assertThat(asked.of(new CommonModeGate())).isEqualTo(ALLOW);

        asked.risk = Risk.RESTORATIVE;
        asked.ledger = asked.ledger.braked("others", "x-1").brakeReleased("fleet", 0);
        assertThat(asked.of(new CommonModeGate())).isEqualTo(ALLOW);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, false", "2, 1, false", "2, 2, true", "3, 1, false", "3, 2, true", "4, 2, false", "4, 3, true"})
    void moreThanTheShareOfThemTogetherIsTooMany(int members, int sick, boolean tooMany) {
        for (int i = 0; i < members; i++) {
            asked.member(String.valueOf((char) ('a' + i)), i < sick ? Condition.SICK : Condition.UNKNOWN, Asked.NOW);
        }

        assertThat(asked.ledger.turnedBadTogether("fleet", BRAKE, Asked.NOW)).isEqualTo(tooMany);
    }

    @Test
    void togetherMeansWithinTheSpan() {
        long edge = Asked.NOW - ofSeconds(30).toNanos();
        asked.member("a", Condition.SICK, edge).member("b", Condition.SICK, Asked.NOW);
        assertThat(asked.ledger.turnedBadTogether("fleet", BRAKE, Asked.NOW)).isTrue();

        asked.member("a", Condition.SICK, edge - 1);
        assertThat(asked.ledger.turnedBadTogether("fleet", BRAKE, Asked.NOW)).isFalse();
    }

    @Test
    void wellAgainMeansKnownToBeWell() {
        asked.member("b", Condition.UNKNOWN).member("c", Condition.HEALTHY).member("d", Condition.HEALTHY);
        assertThat(asked.ledger.isWellAgain("fleet", BRAKE)).isTrue();

        asked.member("c", Condition.UNKNOWN);
        assertThat(asked.ledger.isWellAgain("fleet", BRAKE)).isFalse();
    }

    // -- one at a time

    @Test
    void oneMemberAtATime() {
        asked.member("b", Condition.HEALTHY);
        standing("a", new Standing("fleet", Condition.SICK, 0L, true, Set.of(), null));
        assertThat(asked.of(new OneAtATimeGate())).as("its own step").isEqualTo(ALLOW);

        standing("x", new Standing("others", Condition.SICK, 0L, true, Set.of(), null));
        standing("y", new Standing(null, Condition.SICK, 0L, true, Set.of(), null));
        assertThat(asked.of(new OneAtATimeGate())).as("another scope's").isEqualTo(ALLOW);

        standing("b", new Standing("fleet", Condition.SICK, 0L, true, Set.of(), null));
        assertThat(asked.of(new OneAtATimeGate())).isEqualTo(Answer.waitFor("a step is under way for b of fleet"));
        asked.risk = Risk.SAFE;
        assertThat(asked.of(new OneAtATimeGate())).isEqualTo(ALLOW);
    }

    @Test
    void aTargetInNoScopeWaitsForNobody() {
        standing("a", Standing.unknown(null));
        standing("b", new Standing(null, Condition.SICK, 0L, true, Set.of(), null));

        assertThat(asked.of(new OneAtATimeGate())).isEqualTo(ALLOW);
        assertThat(asked.taking("a").of(new LastHealthyGate())).isEqualTo(ALLOW);
        assertThat(asked.of(new MinimumHealthyGate())).isEqualTo(ALLOW);
    }

    // -- minimum healthy: of n healthy members one is to be taken away

    @ParameterizedTest
    @CsvSource({
        // share, members, away already, may be taken
        "0.5, 1, 0, false",
        "0.5, 2, 0, true",
        "0.5, 2, 1, false",
        "0.5, 3, 0, true",
        "0.5, 3, 1, false",
        "0.5, 4, 1, true",
        "0.5, 4, 2, false",
        "0.5, 5, 1, true",
        "0.5, 5, 2, false",
        "0, 1, 0, false",
        "0, 2, 0, true",
        "0, 2, 1, false",
        "1, 3, 0, false",
        "0.34, 3, 0, true",
        "0.34, 3, 1, false",
    })
    void enoughHealthyOnesMustStay(double share, int members, int away, boolean allowed) {
        asked.limits = asked.limits.scopes(Map.of("fleet", new Scope(share, BRAKE)));
        String last = "";
        for (int i = 0; i < members; i++) {
            last = String.valueOf((char) ('a' + i));
            boolean isAway = i < away;
            standing(
                    last,
                    new Standing("fleet", Condition.HEALTHY, null, false, isAway ? Set.of(last) : Set.of(), null));
        }
        asked.taking(last);

        Answer answer = asked.of(new MinimumHealthyGate());

        assertThat(answer instanceof Answer.Allow).as("%s", answer).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({"SICK, true", "UNKNOWN, true", "HEALTHY, false"})
    void whatIsDeadTakesNothingAway(Condition condition, boolean allowed) {
        asked.member("a", condition).member("b", Condition.SICK).taking("a");

        assertThat(asked.of(new MinimumHealthyGate()) instanceof Answer.Allow).isEqualTo(allowed);
    }

    @Test
    void onlyThoseKnownToBeHealthyStay() {
        asked.member("a", Condition.HEALTHY).member("b", Condition.UNKNOWN).taking("a");

        assertThat(asked.of(new MinimumHealthyGate()))
                .isEqualTo(Answer.waitFor(
                        "of 2 members of fleet only 0 known healthy ones would stay, and at least 1 must"));
    }

    @Test
    void aScopeWithoutARuleOfItsOwnKeepsHalf() {
        asked.member("a", Condition.HEALTHY).member("b", Condition.HEALTHY).member("c", Condition.HEALTHY);

        assertThat(asked.taking("a").of(new MinimumHealthyGate())).isEqualTo(ALLOW);
        assertThat(asked.taking("a", "b").of(new MinimumHealthyGate())).isInstanceOf(Answer.Wait.class);
    }

    // -- last healthy

    @Test
    void nothingIsTakenOutUnlessAnotherIsKnownHealthy() {
        asked.member("b", Condition.UNKNOWN).taking("a");
        assertThat(asked.of(new LastHealthyGate()))
                .isEqualTo(Answer.waitFor("no other member of fleet is known healthy to take over from a"));

        asked.member("b", Condition.HEALTHY);
        assertThat(asked.of(new LastHealthyGate())).isEqualTo(ALLOW);

        asked.taking("a", "b");
        assertThat(asked.of(new LastHealthyGate())).as("all of them").isInstanceOf(Answer.Wait.class);

        asked.taking("a");
        standing("c", new Standing("fleet", Condition.SICK, 0L, true, Set.of("b"), null));
        assertThat(asked.of(new LastHealthyGate())).as("b is being taken away").isInstanceOf(Answer.Wait.class);
    }
}

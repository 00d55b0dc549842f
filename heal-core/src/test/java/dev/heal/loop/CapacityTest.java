package dev.heal.loop;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.incident.Decision;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.policy.Scope;
import dev.heal.policy.Scope.Brake;
import org.junit.jupiter.api.Test;

/** What is taken out of a scope leaves enough of it, or is a human's decision. */
class CapacityTest {

    private final Fleet fleet = new Fleet();
    private final Act restartB = new Act("restart-b");
    private final Act restartC = new Act("restart-c");

    @Test
    void healthyCapacityIsTakenAwayOnlyIfEnoughOfItStays() {
        Act drain = new Act("drain").takingAway("b");
        fleet.member("a", Rig.step("drain", drain))
                .member("b", Rig.step("restart", restartB))
                .member("c", Rig.step("restart", restartC))
                .begin();

        fleet.sick("a").run(ofSeconds(5));
        assertThat(drain.applied).isZero();
        assertThat(fleet.texts("a", Type.WAITING))
                .containsExactly("of 3 members of fleet only 1 known healthy ones would stay, and at least 2 must");
    }

    @Test
    void whatIsTakenAwayAndHeldIsMissingForTheNextOne() {
        fleet.rule(new Scope(0.25, new Brake(1, ofSeconds(30))));
        Act drainC = Act.reversible("drain-c").takingAway("c").doing(() -> fleet.well("a"));
        Act drainD = new Act("drain-d").takingAway("d");
        fleet.member("a", Rig.step("drain", drainC))
                .member("b", Rig.step("drain", drainD))
                .member("c", Rig.step("restart", restartC))
                .member("d", Rig.step("restart", new Act("restart-d")))
                .begin();
        fleet.sick("a").run(ofSeconds(6));
        assertThat(fleet.whose(Type.VERIFIED)).containsExactly("a");

        fleet.unknown("a").sick("b").run(ofSeconds(2));

        assertThat(drainD.applied).isZero();
        assertThat(fleet.texts("b", Type.WAITING))
                .containsExactly("of 4 members of fleet only 0 known healthy ones would stay, and at least 1 must");
    }

    @Test
    void theLastHealthyMemberIsNotTakenOutOfService() {
        fleet.rule(new Scope(0, new Brake(1, ofSeconds(30))));
        Act move = new Act("move").takingAway("a");
        fleet.member("a", Rig.step("move", move))
                .member("b", Rig.step("restart", restartB))
                .begin();

        fleet.unknown("b").sick("a").run(ofSeconds(5));
        assertThat(move.applied).isZero();
        assertThat(fleet.texts("a", Type.WAITING))
                .containsExactly("no other member of fleet is known healthy to take over from a");

        fleet.well("b").run(ofSeconds(2));
        assertThat(move.applied).isOne();
    }

    @Test
    void aStepThatSelectsMoreThanHalfOfThemIsAHumansDecision() {
        fleet.rule(new Scope(0, new Brake(1, ofSeconds(30))));
        Act drain = new Act("drain").takingAway("a", "b");
        fleet.member("a", Rig.step("drain", drain))
                .member("b", Rig.step("restart", restartB))
                .member("c", Rig.step("restart", restartC))
                .begin();

        fleet.sick("a").run(ofSeconds(5));
        assertThat(drain.applied).isZero();
        assertThat(fleet.whose(Type.PROPOSED)).containsExactly("a");

        String plan = fleet.incidentOf("a").plan().hash();
        fleet.loop.decide(fleet.incidentOf("a").id(), Decision.approve(plan, "ada"));
        fleet.run(ofSeconds(2));
        assertThat(drain.applied).isOne();
    }

    @Test
    void halfOfThemIsNot() {
        fleet.rule(new Scope(0, new Brake(1, ofSeconds(30))));
        Act drain = new Act("drain").takingAway("a", "b");
        fleet.member("a", Rig.step("drain", drain))
                .member("b", Rig.step("restart", restartB))
                .member("c", Rig.step("restart", restartC))
                .member("d", Rig.step("restart", new Act("restart-d")))
                .begin();

        fleet.sick("a").run(ofSeconds(5));

        assertThat(drain.applied).isOne();
    }
}

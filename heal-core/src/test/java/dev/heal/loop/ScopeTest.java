package dev.heal.loop;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.incident.Decision;
import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.policy.Mode;
import dev.heal.policy.Scope;
import dev.heal.policy.Scope.Brake;
import dev.heal.remediation.Risk;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The members of a scope are not looked at one by one only: the brake, and one at a time. */
class ScopeTest {

    private static final String TOGETHER =
            "more than 50 % of fleet turned bad within 30s: nothing is started for single" + " members";

    private final Fleet fleet = new Fleet();
    private final Act restartA = new Act("restart-a");
    private final Act restartB = new Act("restart-b");
    private final Act restartC = new Act("restart-c");
    private final Act shed = new Act("shed-load").risk(Risk.SAFE);

    private Fleet four() {
        return fleet.member("a", Rig.step("restart", restartA), Rig.step("shed", shed))
                .member("b", Act.attempts(99, Rig.step("restart", restartB)))
                .member("c", Rig.step("restart", restartC))
                .member("d", Rig.step("restart", new Act("restart-d")));
    }

    private int restarts() {
        return restartA.applied + restartB.applied + restartC.applied;
    }

    // -- the common-mode brake

    @Test
    void whenTooManyTurnBadTogetherNoneIsRepairedAndOneHumanIsToldOnce() {
        four().begin();

        fleet.sick("a", "b", "c").run(ofMinutes(4));

        assertThat(restarts()).isZero();
        assertThat(fleet.whose(Type.ESCALATED)).containsExactly("c");
        assertThat(fleet.texts("c", Type.ESCALATED)).containsExactly("a human is needed: " + TOGETHER);
        assertThat(fleet.texts("a", Type.WAITING))
                .contains("too many of fleet turned bad together, see incident "
                        + fleet.incidentOf("c").id());
        assertThat(fleet.story)
                .filteredOn(told -> told.event().text().startsWith("too many"))
                .hasSize(3)
                .allSatisfy(told -> assertThat(told.event().figures()).containsEntry("gate", "common-mode"));
        assertThat(shed.applied).as("what is safe goes on").isOne();
    }

    @Test
    void halfOfThemIsNotTooMany() {
        four().begin();

        fleet.sick("a", "b").run(ofSeconds(30));

        assertThat(fleet.story).noneMatch(told -> told.event().text().contains("turned bad"));
        assertThat(restarts()).isPositive();
    }

    @Test
    void onceEnoughAreWellAgainTheOthersAreRepaired() {
        four().begin();
        fleet.sick("a", "b", "c").run(ofSeconds(10));

        fleet.unknown("c").run(ofSeconds(10));
        assertThat(restarts()).as("unknown is not well").isZero();

        fleet.well("c").run(ofSeconds(5));
        assertThat(restarts()).isOne();
    }

    @Test
    void theBrakeStaysOnWhenTheIncidentThatPutItOnIsClosedFirst() {
        fleet.rule(new Scope(0.1, new Brake(0.3, ofSeconds(30))));
        four().begin();
        fleet.sick("a", "b", "c").run(ofSeconds(5));
        String first = fleet.whose(Type.ESCALATED).get(0);
        assertThat(first).isEqualTo("b");

        fleet.well("b").run(ofSeconds(30));
        assertThat(fleet.incidentOf("b").isOpen()).isFalse();
        assertThat(restarts()).isZero();
        assertThat(fleet.whose(Type.ESCALATED)).hasSize(1);

        fleet.well("c").run(ofSeconds(5));
        assertThat(restartA.applied).isOne();
    }

    @Test
    void failuresThatComeOneAfterTheOtherAreEachTheirOwnAlsoWhileOneIsTriedAgainAndAgain() {
        four().begin();

        fleet.sick("b").run(ofSeconds(31));
        fleet.sick("a").run(ofSeconds(31));
        fleet.sick("c").run(ofSeconds(31));

        assertThat(restartB.applied).isGreaterThan(1);
        assertThat(fleet.story).noneMatch(told -> told.event().text().contains("turned bad"));
    }

    @Test
    void aSingleMemberNeverPutsTheBrakeOn() {
        fleet.member("a", Rig.step("restart", restartA)).begin();

        fleet.sick("a").run(ofSeconds(5));

        assertThat(restartA.applied).isOne();
    }

    @Test
    void whoeverIsStillSickWhenTheBrakeIsOffIsToldOfAfterAll() {
        fleet.mode = Mode.OBSERVE;
        four().begin();
        fleet.sick("a", "b", "c").run(ofMinutes(6));
        assertThat(fleet.whose(Type.ESCALATED)).containsExactly("c");
        assertThat(fleet.texts("a", Type.NOTE))
                .containsExactly("still sick after 5m; a human was told in incident "
                        + fleet.incidentOf("c").id());

        fleet.well("c").run(ofSeconds(10));
        assertThat(fleet.whose(Type.ESCALATED))
                .as("they may be well in a moment too")
                .containsExactly("c");

        fleet.run(ofMinutes(5));
        assertThat(fleet.whose(Type.ESCALATED)).containsExactlyInAnyOrder("c", "a", "b");
        assertThat(fleet.texts("a", Type.ESCALATED)).containsExactly("a human is needed: still sick after 5m");
    }

    @Test
    void theBrakeHoldsForWhatIsBeingRecordedToo() {
        four().begin();
        fleet.journal.hangs = true;
        fleet.sick("b").run(ofSeconds(1));
        assertThat(fleet.loop.status("b").state()).isEqualTo("recording");

        fleet.sick("a", "c").run(ofMillis(500));
        fleet.journal.answer();
        fleet.run(ofSeconds(10));

        assertThat(fleet.whose(Type.ESCALATED)).hasSize(1);
        assertThat(restarts()).isZero();
    }

    @Test
    void aHumanMayDecideOnAMemberWhileTheBrakeIsOnAndIsHeard() {
        fleet.mode = Mode.PROPOSE;
        four().begin();
        fleet.sick("b").run(ofSeconds(2));
        String incident = fleet.incidentOf("b").id();
        String plan = fleet.incidentOf("b").plan().hash();
        fleet.sick("a", "c").run(ofSeconds(2));

        fleet.loop.decide(incident, Decision.approve(plan, "ada"));
        fleet.run(ofSeconds(5));
        assertThat(restartB.applied).as("the brake is a gate like any other").isZero();

        fleet.well("c").run(ofSeconds(5));
        assertThat(restartB.applied).isOne();
    }

    // -- one at a time

    @Test
    void theNextMemberWaitsUntilTheStepOnTheLastOneIsVerified() {
        restartA.doing(() -> fleet.well("a"));
        restartB.doing(() -> fleet.well("b"));
        four().begin();

        fleet.sick("a", "b").run(ofSeconds(3));
        assertThat(restartA.applied).isOne();
        assertThat(restartB.applied).isZero();
        assertThat(fleet.texts("b", Type.WAITING)).containsExactly("a step is under way for a of fleet");

        fleet.run(ofSeconds(3));
        assertThat(fleet.whose(Type.VERIFIED)).containsExactly("a");
        assertThat(restartB.applied).isOne();
    }

    @Test
    void theNextMemberAlsoWaitsUntilTheVerificationHasFailedAndWhatWasDoneIsUndone() {
        Act reversible = Act.reversible("slow-down");
        fleet.member("a", Rig.step("slow", reversible))
                .member("b", Rig.step("restart", restartB))
                .member("c", Rig.step("restart", restartC))
                .member("d", Rig.step("restart", new Act("restart-d")))
                .begin();

        fleet.sick("a").run(ofSeconds(2));
        fleet.sick("b").run(ofSeconds(8));
        assertThat(restartB.applied).isZero();

        fleet.run(ofSeconds(4));
        assertThat(reversible.undone).isOne();
        assertThat(restartB.applied).isOne();
    }

    @Test
    void theNextMemberWaitsWhileTheLastStepIsBeingUndone() {
        Deque<Runnable> work = new ArrayDeque<>();
        fleet.workers = new Workers(Runnable::run, work::add);
        fleet.member("a", Rig.step("slow", Act.reversible("slow-down")))
                .member("b", Rig.step("restart", restartB))
                .member("c", Rig.step("restart", restartC))
                .member("d", Rig.step("restart", new Act("restart-d")))
                .begin();
        fleet.sick("a").run(ofSeconds(1));
        work.poll().run(); // the check
        fleet.run(ofSeconds(1));
        work.poll().run();
        fleet.run(ofSeconds(12));
        assertThat(fleet.loop.status("a").state()).isEqualTo("undoing");

        work.removeIf(piece -> !(piece instanceof Work)); // only the undo is left
        fleet.unknown("a").sick("b").run(ofSeconds(2));

        assertThat(work).as("and no check for b").hasSize(1);
        assertThat(fleet.texts("b", Type.WAITING)).containsExactly("a step is under way for a of fleet");
    }

    @Test
    void theBrakeHoldsAcrossACrashAndIsToldOnce() {
        Fleet crashed = new Fleet();
        Act restart = new Act("restart-pool");
        for (String name : List.of("a", "b", "c")) {
            crashed.member(name, Rig.step("restart", restart));
        }
        crashed.begin().sick("a", "b").run(ofSeconds(5));
        int before = restart.applied;
        assertThat(crashed.whose(Type.ESCALATED)).hasSize(1);

        crashed.journal = crashed.journal.reopened();
        crashed.begin().run(ofMinutes(2));
        assertThat(restart.applied).isEqualTo(before);
        assertThat(crashed.whose(Type.ESCALATED)).as("exactly one").hasSize(1);

        crashed.well("a", "b", "c").run(ofSeconds(10));
        assertThat(crashed.loop.incidents().all()).noneMatch(Incident::isOpen);
        crashed.journal = crashed.journal.reopened();
        crashed.begin().sick("c").run(ofSeconds(5));
        assertThat(restart.applied).as("it is off, also for the next process").isEqualTo(before + 1);
    }
}

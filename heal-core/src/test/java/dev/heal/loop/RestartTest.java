package dev.heal.loop;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.incident.Decision;
import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.incident.IncidentRecords;
import dev.heal.incident.Resolution;
import dev.heal.journal.Entry;
import dev.heal.policy.Approval;
import dev.heal.policy.Budget;
import dev.heal.policy.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The process dies without a word, and the next one keeps to what was spent, ordered and given up before. */
class RestartTest {

    private final Rig rig = new Rig().detector("stalled");
    private final Act restart = new Act("restart-pool").doing(() -> rig.well("stalled"));

    private void healedOnce() {
        rig.sick("stalled").run(ofSeconds(6));
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.HEALED);
    }

    // -- what was spent

    @ParameterizedTest
    @ValueSource(strings = {"step", "target", "application"})
    void noBudgetComesBackByARestart(String level) {
        Budget one = new Budget(1, ofMinutes(10));
        var step = Rig.step("restart", restart);
        rig.cooldown(ofSeconds(1)).budget(level.equals("target") ? 1 : 100, ofMinutes(10));
        rig.limits(level.equals("application") ? Rig.BARE.budget(one) : Rig.BARE)
                .step(level.equals("step") ? Act.budget(one, step) : step)
                .begin();
        healedOnce();

        rig.crashAndRestart().sick("stalled").run(ofMinutes(9));
        assertThat(restart.applied).isOne();
        assertThat(rig.texts(Type.DENIED))
                .singleElement()
                .asString()
                .startsWith("the budget")
                .contains("1 of 1");

        rig.run(ofSeconds(62));
        assertThat(restart.applied).isEqualTo(2);
    }

    @Test
    void theCooldownGoesOnWhereItWas() {
        rig.step(Rig.step("restart", restart)).begin();
        healedOnce();
        rig.run(ofSeconds(20));

        rig.crashAndRestart().sick("stalled").run(ofSeconds(30));
        assertThat(restart.applied).isOne();

        rig.run(ofSeconds(40));
        assertThat(restart.applied).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"-PT1H", "PT87660H"})
    void aWallClockThatJumpedBetweenTheRunsChangesNoInterval(Duration jump) {
        rig.budget(1, ofMinutes(10))
                .cooldown(ofSeconds(1))
                .step(Rig.step("restart", restart))
                .begin();
        healedOnce();

        rig.clock.jumpWallClock(jump);
        rig.crashAndRestart().sick("stalled").run(ofMinutes(9));
        assertThat(restart.applied).isOne();
        rig.run(ofSeconds(62));
        assertThat(restart.applied).isEqualTo(2);
    }

    @Test
    void theApplicationIsNotWarmAfterARestart() {
        rig.limits(Rig.BARE.warmUp(ofSeconds(30)))
                .step(Rig.step("restart", restart))
                .begin();
        rig.run(ofMinutes(1)).crashAndRestart();

        rig.sick("stalled").run(ofSeconds(25));
        assertThat(restart.applied).isZero();
        rig.run(ofSeconds(10));
        assertThat(restart.applied).isOne();
    }

    // -- what was ordered

    @Test
    void aStopOfAllTargetsHoldsUntilAHumanReleasesIt() {
        rig.step(Rig.step("restart", restart)).begin();
        rig.loop.stop("ada", "a move");

        rig.crashAndRestart().sick("stalled").run(ofMinutes(1));
        assertThat(restart.applied).isZero();
        assertThat(rig.texts(Type.WAITING)).containsExactly("was stopped by ada: a move");

        rig.loop.release("ada");
        rig.run(Rig.TICK).crashAndRestart().run(ofSeconds(6));
        assertThat(restart.applied).isOne();
    }

    @Test
    void anOrderThatTheDiskDidNotTakeIsWrittenOnceItDoes() {
        rig.step(Rig.step("restart", restart)).begin();
        rig.journal.failure = "no space left";
        rig.loop.stop("ada", "a move");
        rig.loop.stop("orders", "bob", "a test");
        rig.run(ofSeconds(2));
        rig.loop.release("orders", "bob");
        rig.run(ofSeconds(2));
        rig.journal.failure = null;
        rig.run(ofSeconds(6));
        assertThat(rig.journal.entries(Records.STOP_ALL)).as("once").hasSize(1);

        rig.crashAndRestart().sick("stalled").run(ofMinutes(1));
        assertThat(restart.applied).isZero();
        assertThat(rig.loop.status("orders").orders().everywhere()).isNotNull();
        assertThat(rig.loop.status("orders").orders().here())
                .as("as it stood by then")
                .isNull();
    }

    @Test
    void aStopOfOneTargetAndItsModeHoldToo() {
        rig.step(Rig.step("restart", restart)).begin();
        rig.loop.stop("orders", "ada", "a move");
        rig.crashAndRestart();
        rig.loop.mode("orders", Mode.OBSERVE, "ada");

        rig.crashAndRestart();
        assertThat(rig.loop.status("orders").orders().here().text()).isEqualTo("by ada: a move");
        rig.loop.release("orders", "ada");
        rig.crashAndRestart().sick("stalled").run(ofMinutes(1));
        assertThat(restart.applied).isZero();
        assertThat(rig.texts(Type.DENIED)).containsExactly("would restart-pool, but the mode is observe");

        rig.loop.mode("orders", null, "ada");
        rig.crashAndRestart().run(ofSeconds(6));
        assertThat(restart.applied).isOne();
    }

    // -- the incident that was open

    @Test
    void theOpenIncidentGoesOnUnderItsNameWithTheAttemptsItHad() {
        restart.doing(() -> {});
        rig.cooldown(ofSeconds(1))
                .step(Act.attempts(2, Rig.step("restart", restart)))
                .begin();
        rig.sick("stalled").run(ofSeconds(14)); // the first attempt has failed
        assertThat(restart.applied).isEqualTo(2);
        String id = rig.incident().id();
        rig.run(ofSeconds(15));

        rig.crashAndRestart().run(ofMinutes(5));

        assertThat(rig.loop.incidents().all()).hasSize(1);
        assertThat(rig.incident().id()).isEqualTo(id);
        assertThat(restart.applied).isEqualTo(2);
        assertThat(rig.texts(Type.DENIED)).last().isEqualTo("was tried 2 of 2 times in this incident");

        rig.well("stalled").run(ofSeconds(4));
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.ESCALATED);
        rig.sick("stalled").run(ofSeconds(5));
        assertThat(rig.incident().id()).isNotEqualTo(id);
        assertThat(restart.applied).isEqualTo(3);
    }

    @Test
    void silenceAfterARestartClosesNothing() {
        restart.doing(() -> {});
        rig.step(Rig.step("restart", restart)).begin();
        rig.sick("stalled").run(ofSeconds(20));

        rig.unknown("stalled").crashAndRestart().run(ofMinutes(10));
        assertThat(rig.incident().isOpen()).isTrue();
    }

    @Test
    void whatAHumanHasDeniedStaysDenied() {
        rig.mode(Mode.PROPOSE).step(Rig.step("restart", restart)).begin();
        rig.sick("stalled").run(ofSeconds(2));
        rig.loop.decide(rig.incident().id(), Decision.deny(rig.incident().plan().hash(), "ada"));
        rig.run(ofSeconds(1));

        rig.crashAndRestart().run(ofMinutes(20));

        assertThat(rig.events(Type.PROPOSED)).hasSize(1);
        assertThat(restart.applied).isZero();
    }

    @Test
    void whatAHumanHasAbortedStaysSo() {
        rig.step(Rig.step("restart", restart)).begin();
        rig.loop.stop("ada", "");
        rig.sick("stalled").run(ofSeconds(2));
        rig.loop.decide(rig.incident().id(), Decision.abort("ada", null));
        rig.run(ofSeconds(1));

        rig.crashAndRestart();
        rig.loop.release("ada");
        rig.run(ofMinutes(5));
        assertThat(restart.applied).isZero();

        rig.well("stalled").run(ofSeconds(4));
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.STOPPED);
    }

    @Test
    void aPlanThatNobodyHadDecidedOnInTimeIsNotAskedAgain() {
        rig.step(Act.approval(new Approval(ofMinutes(1), Approval.OnExpiry.SKIP), Rig.step("restart", restart)))
                .begin();
        rig.sick("stalled").run(ofSeconds(70));

        rig.crashAndRestart().run(ofMinutes(5));

        assertThat(rig.events(Type.PROPOSED)).hasSize(1);
    }

    @Test
    void theIncidentOfATargetThatIsNoMoreIsClosed() {
        rig.journal.append(IncidentRecords.opened(
                Incident.open("stock-1", "stock", Instant.parse("2026-01-01T00:00:00Z"), Duration.ZERO)));

        rig.journal = rig.journal.reopened();
        rig.step(Rig.step("restart", restart)).begin();

        var stock = rig.loop.incidents().find("stock-1").orElseThrow();
        assertThat(stock.resolution()).isEqualTo(Resolution.STOPPED);
        assertThat(rig.texts(Type.RESOLVED))
                .containsExactly("heal was restarted, and there is no such target any more");
    }

    @Test
    void aRecordThatMakesNoSenseCostsOnlyItself() {
        rig.budget(1, ofMinutes(10))
                .cooldown(ofSeconds(1))
                .step(Rig.step("restart", restart))
                .begin();
        healedOnce();
        rig.loop.mode("orders", Mode.ACT, "ada");
        restart.doing(() -> {});
        rig.sick("stalled").run(ofSeconds(3));
        String open = rig.incident().id();
        for (String type : new String[] {
            "intent", "outcome", "proposed", "decided", "given-up", "orders", "stop-all", "incident", "event", "what"
        }) {
            rig.journal.append(Entry.of(type, Map.of("incident", open, "by", "?", "failures", Map.of("a", "b"))));
        }
        rig.journal.append(Entry.of(
                "proposed",
                Map.of(
                        "incident",
                        open,
                        "target",
                        "orders",
                        "step",
                        "restart",
                        "plan",
                        "x",
                        "expires-in-ms",
                        900_000)));
        rig.journal.append(Entry.of("orders", Map.of("target", "orders", "mode", "sometimes")));

        rig.crashAndRestart().run(ofMinutes(5));

        assertThat(rig.loop.status("orders").orders().mode()).isEqualTo(Mode.ACT);
        assertThat(rig.loop.incidents().find(open).orElseThrow().isOpen()).isTrue();
        assertThat(restart.applied).as("the budget is still spent").isOne();
    }

    @Test
    void whatIsLongPastIsForgotten() {
        rig.budget(1, ofMinutes(10)).step(Rig.step("restart", restart)).begin();
        healedOnce();
        rig.run(ofHours(1));
        rig.clock.advance(ofDays(1)); // the machine was off: none of this is counted, nor needed

        rig.crashAndRestart();
        rig.sick("stalled").run(ofSeconds(6));

        assertThat(restart.applied).isEqualTo(2);
    }
}

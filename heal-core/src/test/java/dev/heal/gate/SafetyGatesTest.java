package dev.heal.gate;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.gate.Standing.Condition;
import dev.heal.journal.Recording;
import dev.heal.policy.Budget;
import dev.heal.policy.Mode;
import dev.heal.policy.Orders;
import dev.heal.policy.Safeguards;
import dev.heal.remediation.Risk;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The gates that look at one target, each alone, at its edges; then the order in which all are asked. */
class SafetyGatesTest {

    private static final Answer ALLOW = Answer.allow();

    private final Asked asked = new Asked();

    // -- warm-up

    @Test
    void untilTheApplicationIsWarmOnlyTheSafeStarts() {
        asked.now = ofSeconds(10).toNanos() - 1;
        assertThat(asked.of(new WarmUpGate()))
                .isEqualTo(Answer.waitFor("the application has not been running for 10s yet"));
        asked.risk = Risk.SAFE;
        assertThat(asked.of(new WarmUpGate())).isEqualTo(ALLOW);

        asked.risk = Risk.REVERSIBLE;
        asked.now = ofSeconds(10).toNanos();
        assertThat(asked.of(new WarmUpGate())).isEqualTo(ALLOW);
    }

    @Test
    void theMonotonicClockMayRunOverMeanwhile() {
        asked.ledger = Ledger.begin(Long.MAX_VALUE - 1, Recording.ON_DISK);
        asked.now = Long.MIN_VALUE;
        assertThat(asked.of(new WarmUpGate())).isInstanceOf(Answer.Wait.class);

        asked.now = Long.MIN_VALUE + ofSeconds(10).toNanos();
        assertThat(asked.of(new WarmUpGate())).isEqualTo(ALLOW);
    }

    // -- shared fate

    @ParameterizedTest
    @CsvSource({"HEALTHY, true", "UNKNOWN, true", "SICK, false"})
    void aStepWaitsWhileWhatItGoesThroughIsKnownToBeSick(Condition condition, boolean allowed) {
        asked.uses("vault").member("vault", condition);

        assertThat(asked.of(new SharedFateGate()))
                .isEqualTo(allowed ? ALLOW : Answer.waitFor("it goes through vault, which is sick"));
    }

    @Test
    void evenASafeStepDoesAndTheTargetItselfIsNoReasonToWait() {
        asked.risk = Risk.SAFE;
        asked.uses("vault", "lease").member("vault", Condition.SICK).member("lease", Condition.SICK);
        assertThat(asked.of(new SharedFateGate()))
                .isEqualTo(Answer.waitFor("it goes through lease, vault, which is sick"));

        asked.uses("a");
        assertThat(asked.of(new SharedFateGate())).isEqualTo(ALLOW);
    }

    // -- unknown signals

    @Test
    void whileARequiredSignalIsUnknownOnlyTheSafeStarts() {
        asked.requires("lag").unknown = Set.of("lag", "errors");
        assertThat(asked.of(new UnknownSignalsGate())).isEqualTo(Answer.waitFor("nothing is known at present of lag"));
        asked.risk = Risk.SAFE;
        assertThat(asked.of(new UnknownSignalsGate())).isEqualTo(ALLOW);

        asked.risk = Risk.REVERSIBLE;
        asked.unknown = Set.of("errors");
        assertThat(asked.of(new UnknownSignalsGate())).as("not required").isEqualTo(ALLOW);
    }

    @Test
    void whatAStepIsTakenForIsRequiredToo() {
        asked.unknown = Set.of("stalled");

        assertThat(asked.of(new UnknownSignalsGate()))
                .isEqualTo(Answer.waitFor("nothing is known at present of stalled"));
    }

    // -- stop, depends-on, jitter

    @Test
    void aStopWaitsForItsRelease() {
        asked.orders = Orders.NONE.here(new Orders.Stop("ada", "a move", Instant.EPOCH));
        asked.risk = Risk.SAFE;

        assertThat(asked.of(new StopGate())).isEqualTo(Answer.waitFor("was stopped by ada: a move"));
    }

    @Test
    void aDependantWaitsForItsRootsUnlessItIsSafe() {
        asked.roots = Set.of("db", "api");
        assertThat(asked.of(new DependencyGate()))
                .isEqualTo(Answer.waitFor("waits for api, db, which it depends on and which is sick"));

        asked.risk = Risk.SAFE;
        assertThat(asked.of(new DependencyGate())).isEqualTo(ALLOW);
    }

    @Test
    void thisInstanceWaitsItsMoment() {
        asked.openFor = ofMillis(999);
        assertThat(asked.of(new JitterGate())).isInstanceOf(Answer.Wait.class);

        asked.openFor = ofMillis(1_000);
        assertThat(asked.of(new JitterGate())).isEqualTo(ALLOW);
    }

    // -- given up

    @Test
    void whatHasFailedThreeTimesOnOneOfItsCausesIsGivenUp() {
        asked.causes = List.of("stalled", "errors");
        asked.history = History.NONE
                .failed("restart", List.of("errors"))
                .failed("restart", List.of("errors"))
                .failed("shed", List.of("errors"))
                .failed("restart", List.of("lag"));
        assertThat(asked.of(new GivenUpGate())).isEqualTo(ALLOW);

        asked.history = asked.history.failed("restart", List.of("errors")).nextIncident();
        assertThat(asked.of(new GivenUpGate()))
                .isEqualTo(Answer.deny("has failed 3 times in a row on errors; a human has to acknowledge that"));

        asked.causes = List.of("stalled");
        assertThat(asked.of(new GivenUpGate())).as("it did not fail on that").isEqualTo(ALLOW);
        asked.causes = List.of("errors");
        asked.history = asked.history.helped("restart", List.of("stalled"));
        assertThat(asked.of(new GivenUpGate())).isInstanceOf(Answer.Deny.class);
        asked.history = asked.history.helped("restart", List.of("errors"));
        assertThat(asked.of(new GivenUpGate())).isEqualTo(ALLOW);
    }

    @Test
    void whatEndedNobodyKnowsHowWaitsForAnAcknowledgement() {
        asked.history = History.NONE.unresolved("restart").released().nextIncident();
        assertThat(asked.of(new GivenUpGate()))
                .isEqualTo(Answer.deny(
                        "nobody knows how it ended, or whether it is still in force; a human has to acknowledge that"));

        asked.history = asked.history.acknowledged();
        assertThat(asked.of(new GivenUpGate())).isEqualTo(ALLOW);
    }

    // -- journal

    @ParameterizedTest
    @EnumSource(Risk.class)
    void whereTheJournalIsDecidesWhatMayStart(Risk risk) {
        asked.risk = risk;
        assertThat(asked.of(new JournalGate())).isEqualTo(ALLOW);

        asked.ledger = asked.ledger.recording(Recording.nowhere("the disk is full"));
        assertThat(asked.of(new JournalGate())).isEqualTo(Answer.waitFor("it could not be recorded: the disk is full"));

        asked.ledger = asked.ledger.recording(Recording.IN_MEMORY);
        boolean harmless = risk == Risk.SAFE || risk == Risk.REVERSIBLE;
        assertThat(asked.of(new JournalGate()))
                .isEqualTo(
                        harmless
                                ? ALLOW
                                : Answer.deny(
                                        "the journal is in memory, by choice: only what is safe or reversible starts"));
    }

    // -- budgets

    @ParameterizedTest
    @CsvSource({"step, ' of this step'", "target, ''", "application, ' of the whole application'"})
    void eachBudgetCountsItsOwn(String level, String whose) {
        Budget two = new Budget(2, ofMinutes(10));
        asked.safeguards =
                new Safeguards(level.equals("step") ? two : null, Set.of(), Set.of(), Safeguards.DEFAULT_TIME_TO_LIVE);
        asked.budget = level.equals("target") ? two : new Budget(100, ofMinutes(1));
        asked.limits = asked.limits.budget(level.equals("application") ? two : new Budget(100, ofMinutes(1)));
        String target = level.equals("application") ? "b" : "a";
        String step = level.equals("step") ? "restart" : "shed";
        long first = Asked.NOW - ofMinutes(10).toNanos() + 1;
        asked.started(target, step, first);
        // These do not count: another target, another step, an earlier time.
        if (!level.equals("application")) {
            asked.started("b", "restart", Asked.NOW);
        }
        if (level.equals("step")) {
            asked.started("a", "shed", Asked.NOW);
        }
        assertThat(asked.of(new BudgetGate())).isEqualTo(ALLOW);

        asked.started(target, step, Asked.NOW);
        assertThat(asked.of(new BudgetGate()))
                .isEqualTo(
                        Answer.deny("the budget" + whose + " is spent: 2 of 2 remediations were started within 10m"));
        asked.now = Asked.NOW + 1;
        assertThat(asked.of(new BudgetGate())).isEqualTo(ALLOW);
    }

    @Test
    void aStartThatWasNoneIsTakenOffTheLatestOfThatStep() {
        asked.budget = new Budget(2, ofMinutes(10));
        asked.started("a", "restart", 1)
                .started("b", "restart", 2)
                .started("a", "restart", 3)
                .started("a", "shed", 4);

        asked.ledger = asked.ledger.notBegun("a", "restart");

        assertThat(asked.ledger.starts())
                .containsExactly(
                        new Ledger.Start("a", "restart", 1),
                        new Ledger.Start("b", "restart", 2),
                        new Ledger.Start("a", "shed", 4));
    }

    // -- the order of all

    @Test
    void theFirstRuleThatObjectsIsNamedAndEachStandsBeforeTheNext() {
        assertThat(Gates.ALL.ask(asked.question())).isEqualTo(new Gates.Verdict("all", ALLOW));

        objects("mode", () -> asked.mode = Mode.OBSERVE);
        objects("journal", () -> asked.ledger = asked.ledger.recording(Recording.nowhere("the disk is full")));
        objects("budget", () -> {
            asked.budget = new Budget(1, ofMinutes(10));
            asked.started("a", "shed", Asked.NOW);
        });
        objects("cooldown", () -> asked.history = asked.history.ended("restart", Asked.NOW));
        objects("attempts", () -> asked.history = asked.history.started("restart"));
        objects("given-up", () -> asked.history = asked.history.unresolved("restart"));
        objects("jitter", () -> asked.openFor = ofMillis(1));
        objects("sustained", () -> asked.sustained = ofMinutes(5));
        objects("last-healthy", () -> asked.taking("a"));
        objects("minimum-healthy", () -> asked.taking("a", "b").member("b", Condition.HEALTHY));
        objects(
                "one-at-a-time",
                () -> asked.ledger = asked.ledger.standing(
                        "c", new Standing("fleet", Condition.HEALTHY, null, true, Set.of(), null)));
        objects("selection", () -> asked.taking("b", "nobody"));
        objects("shared-fate", () -> asked.uses("vault").member("vault", Condition.SICK));
        objects("depends-on", () -> asked.roots = Set.of("db"));
        objects("common-mode", () -> asked.ledger = asked.ledger.braked("fleet", "c-1"));
        objects("unknown-signals", () -> asked.unknown = Set.of("stalled"));
        objects("warm-up", () -> asked.limits = asked.limits.warmUp(ofMinutes(61)));
        objects("stop", () -> asked.orders = Orders.NONE.file(new Orders.Stop("file", "exists", Instant.EPOCH)));
    }

    private void objects(String gate, Runnable change) {
        change.run();
        assertThat(Gates.ALL.ask(asked.question()).gate()).isEqualTo(gate);
    }
}

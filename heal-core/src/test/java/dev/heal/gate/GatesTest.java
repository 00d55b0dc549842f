package dev.heal.gate;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.journal.Recording;
import dev.heal.policy.Budget;
import dev.heal.policy.Escalation;
import dev.heal.policy.Limits;
import dev.heal.policy.Mode;
import dev.heal.policy.Orders;
import dev.heal.policy.Policy;
import dev.heal.policy.Step;
import dev.heal.remediation.Remediation;
import dev.heal.remediation.RemediationContext;
import dev.heal.remediation.Risk;
import dev.heal.remediation.Undo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** May this step start now? Each rule alone, at its edges; then the budget over every window there is. */
class GatesTest {

    private static final long NOW = ofMinutes(60).toNanos();

    private Mode mode = Mode.ACT;
    private Mode ceiling = Mode.ACT;
    private Budget budget = new Budget(3, ofMinutes(10));
    private History history = History.NONE;
    private Ledger ledger = Ledger.begin(0, Recording.ON_DISK);
    private Limits limits = Limits.DEFAULT;
    private Duration unhealthyFor = ofSeconds(1);
    private int attempts = 1;
    private Duration sustained = Duration.ZERO;
    private @Nullable Mode stepMode;

    @Test
    void aStepWaitsUntilTheSicknessHasLasted() {
        sustained = ofSeconds(45);

        unhealthyFor = ofSeconds(45).minusNanos(1);
        assertThat(new SustainedGate().ask(question()))
                .isEqualTo(Answer.waitFor("waits until the sickness has lasted 45s"));
        unhealthyFor = ofSeconds(45);
        assertThat(new SustainedGate().ask(question())).isEqualTo(Answer.allow());
    }

    @Test
    void aStepIsTriedAsOftenAsItsPolicySaysWithinOneIncident() {
        attempts = 2;
        history = History.NONE.started("restart");
        assertThat(new AttemptsGate().ask(question())).isEqualTo(Answer.allow());

        history = history.started("restart");
        assertThat(new AttemptsGate().ask(question()))
                .isEqualTo(Answer.deny("was tried 2 of 2 times in this incident"));

        history = history.nextIncident();
        assertThat(new AttemptsGate().ask(question())).isEqualTo(Answer.allow());
    }

    @Test
    void anotherStepsAttemptsAreItsOwn() {
        history = History.NONE.started("shed");

        assertThat(new AttemptsGate().ask(question())).isEqualTo(Answer.allow());
    }

    @Test
    void aStepThatWasGivenUpIsNotTriedAgainInThisIncidentAndCostsNoBudget() {
        attempts = 3;
        history = History.NONE.givenUp(question().step());

        assertThat(new AttemptsGate().ask(question()))
                .isEqualTo(Answer.deny("nobody has decided on it in this incident"));
    }

    @Test
    void aStepThatEndedRestsForItsCooldownAlsoInTheNextIncident() {
        history =
                History.NONE.ended("restart", NOW - ofSeconds(60).toNanos() + 1).nextIncident();
        assertThat(new CooldownGate().ask(question()))
                .isEqualTo(Answer.waitFor("was taken within the last 1m (cooldown)"));

        history = History.NONE.ended("restart", NOW - ofSeconds(60).toNanos());
        assertThat(new CooldownGate().ask(question())).isEqualTo(Answer.allow());
    }

    @Test
    void aStepThatNeverEndedAndAnotherStepHaveNoCooldown() {
        assertThat(new CooldownGate().ask(question())).isEqualTo(Answer.allow());

        history = History.NONE.ended("shed", NOW);
        assertThat(new CooldownGate().ask(question())).isEqualTo(Answer.allow());
    }

    @Test
    void theBudgetCountsWhatWasStartedWithinItsSpanWhicheverStepItWas() {
        long span = ofMinutes(10).toNanos();
        ledger = started(NOW - span, NOW - span + 1, NOW - 1);
        assertThat(new BudgetGate().ask(question())).isEqualTo(Answer.allow());

        ledger = started(NOW - span + 1, NOW - 2, NOW - 1);
        assertThat(new BudgetGate().ask(question()))
                .isEqualTo(Answer.deny("the budget is spent: 3 of 3 remediations were started within 10m"));
    }

    @Test
    void theBudgetOutlivesTheIncident() {
        budget = new Budget(1, ofMinutes(10));
        ledger = started(NOW);
        history = history.nextIncident();

        assertThat(new BudgetGate().ask(question())).isInstanceOf(Answer.Deny.class);
    }

    @ParameterizedTest
    @CsvSource({
        // step, target, ceiling, may start
        ", OBSERVE, ACT, false",
        ", PROPOSE, ACT, true",
        ", ACT, ACT, true",
        "OBSERVE, ACT, ACT, false",
        "ACT, OBSERVE, ACT, true",
        "ACT, ACT, OBSERVE, false",
        "PROPOSE, OBSERVE, PROPOSE, true",
    })
    void nothingStartsInObserveMode(@Nullable Mode step, Mode target, Mode most, boolean mayStart) {
        stepMode = step;
        mode = target;
        ceiling = most;

        assertThat(new ModeGate().ask(question()))
                .isEqualTo(
                        mayStart
                                ? Answer.allow()
                                : Answer.deny("would restart the pool orders, but the mode is observe"));
    }

    @Test
    void theFirstGateThatObjectsIsNamedAndTheModeComesLast() {
        assertThat(Gates.ALL.ask(question())).isEqualTo(new Gates.Verdict("all", Answer.allow()));

        mode = Mode.OBSERVE;
        assertThat(Gates.ALL.ask(question()).gate()).isEqualTo("mode");
        budget = new Budget(1, ofMinutes(10));
        ledger = started(NOW);
        assertThat(Gates.ALL.ask(question()).gate()).isEqualTo("budget");
        history = history.ended("restart", NOW);
        assertThat(Gates.ALL.ask(question()).gate()).isEqualTo("cooldown");
        history = history.started("restart");
        assertThat(Gates.ALL.ask(question()).gate()).isEqualTo("attempts");
        sustained = ofMinutes(5);
        assertThat(Gates.ALL.ask(question()).gate()).isEqualTo("sustained");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void inNoWindowOfTheBudgetsLengthMoreIsStartedThanItAllows(long seed) {
        Random random = new Random(seed);
        budget = new Budget(1 + random.nextInt(4), ofSeconds(1 + random.nextInt(30)));
        long span = budget.per().toNanos();
        List<Long> started = new ArrayList<>();
        boolean denied = false;
        // The origin of the monotonic clock is arbitrary: near the end of the range its numbers run over.
        long now = seed % 2 == 0 ? Long.MAX_VALUE - 20 * span : -random.nextInt();

        for (int i = 0; i < 2_000; i++) {
            now += random.nextInt(4) == 0 ? 0 : (long) (random.nextDouble() * span / 3);
            if (random.nextInt(20) == 0) {
                now += span;
            }
            if (random.nextInt(10) == 0) {
                history = history.nextIncident();
            }
            if (new BudgetGate().ask(question(now)) instanceof Answer.Allow) {
                ledger = ledger.started(new Ledger.Start("orders", "step-" + random.nextInt(3), now), budget.per());
                started.add(now);
            } else {
                denied = true;
            }
        }

        assertThat(denied).as("the budget was reached").isTrue();
        for (int first = 0; first + budget.remediations() < started.size(); first++) {
            // So many and one more lie further apart than one window reaches.
            assertThat(started.get(first + budget.remediations()) - started.get(first))
                    .as("seed %d, from start %d", seed, first)
                    .isGreaterThanOrEqualTo(span);
        }
        assertThat(ledger.starts().size()).isLessThanOrEqualTo(budget.remediations());
    }

    private Ledger started(long... times) {
        Ledger all = Ledger.begin(0, Recording.ON_DISK);
        for (long at : times) {
            all = all.started(new Ledger.Start("orders", "restart", at), ofMinutes(60));
        }
        return all;
    }

    private Question question() {
        return question(NOW);
    }

    private Question question(long now) {
        Step step = Step.of("restart", new Restart());
        step = new Step(
                step.name(),
                step.remediation(),
                step.when(),
                sustained,
                step.verification(),
                attempts,
                step.timeLimit(),
                null,
                stepMode);
        Policy policy = new Policy(Map.of(), List.of(step), budget, ofSeconds(60), mode, ceiling, Escalation.DEFAULT);
        return new Question(
                "orders",
                step,
                List.of("stalled"),
                policy,
                limits,
                Orders.NONE,
                history,
                new Signs(unhealthyFor, Set.of(), Duration.ZERO, Set.of()),
                Duration.ZERO,
                ledger,
                now);
    }

    private record Restart() implements Remediation {
        @Override
        public String name() {
            return "restart-pool";
        }

        @Override
        public Risk risk() {
            return Risk.RESTORATIVE;
        }

        @Override
        public String plan() {
            return "restart the pool orders";
        }

        @Override
        public Undo apply(RemediationContext context) {
            return Undo.NOTHING;
        }
    }
}

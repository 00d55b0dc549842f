package dev.heal.policy;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.check.Check;
import dev.heal.check.Problem;
import dev.heal.detect.Detector;
import dev.heal.detect.Detectors;
import dev.heal.remediation.Remediation;
import dev.heal.remediation.RemediationContext;
import dev.heal.remediation.Risk;
import dev.heal.remediation.Undo;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a team has decided is checked once, and everything that cannot be meant is named with a way out. */
class PolicyTest {

    private final Map<String, Detector> detectors = new LinkedHashMap<>(Map.of("stalled", Detectors.inFlightAge()));
    private List<Step> steps = List.of(Step.of("restart", new Act(Risk.RESTORATIVE)));
    private Budget budget = Budget.DEFAULT;
    private Duration cooldown = Policy.DEFAULT_COOLDOWN;
    private Mode mode = Mode.ACT;
    private Mode ceiling = Mode.ACT;
    private Escalation escalation = Escalation.DEFAULT;

    @Test
    void aWholePolicyIsSound() {
        assertThat(problems()).isEmpty();
    }

    @Test
    void aPolicyWithoutDetectorsOrStepsDoesNothing() {
        detectors.clear();
        steps = List.of();

        assertThat(problems())
                .containsExactly(
                        "inventory.detectors: there is none, so nothing would ever be noticed; name at least one detector",
                        "inventory.steps: there is none, so nothing could be repaired; name at least one step");
    }

    @Test
    void aStepThatAnswersToAnUnknownDetectorIsToldTheNearest() {
        detectors.put("errors", Detectors.failureRate());
        steps = List.of(step(Set.of("stalld"), 1, ofSeconds(1), null, Risk.RESTORATIVE));

        assertThat(problems())
                .containsExactly("inventory.steps.restart.when = stalld: names no detector of this policy;"
                        + " did you mean stalled? (known: errors, stalled)");
    }

    @Test
    void aCooldownOfNothingAndABudgetOfNothingAreNoLimits() {
        cooldown = Duration.ZERO;
        budget = new Budget(0, Duration.ZERO);
        escalation = new Escalation("oncall", null, Duration.ZERO);

        assertThat(problems())
                .containsExactly(
                        "inventory.budget.remediations = 0: must be at least 1; write 1 or more",
                        "inventory.budget.per = 0s: must be longer than 0; write a span with its unit, such as 10s",
                        "inventory.cooldown = 0s: must be longer than 0; write a span with its unit, such as 10s",
                        "inventory.escalate.after = 0s: must be longer than 0; write a span with its unit, such as 10s");
    }

    @Test
    void anEscalationNamesSomebodyAndARunbookIsALinkWithoutAPassword() {
        escalation = new Escalation(" ", "https://ada:lovelace@wiki.example/jdbc", ofMinutes(5));
        assertThat(problems())
                .containsExactly(
                        "inventory.escalate.notify =  : names nobody; write a name such as oncall, or leave it out",
                        "inventory.escalate.runbook = https://[credentials]@wiki.example/jdbc: has a user or a password in"
                                + " it; write it without, such as https://wiki.example/jdbc");

        escalation = new Escalation(null, "javascript:alert(1)", ofMinutes(5));
        assertThat(problems())
                .containsExactly(
                        "inventory.escalate.runbook = javascript:alert(1): is no address of a web page; write an"
                                + " address such as https://wiki.example/jdbc");

        escalation = new Escalation("oncall", "http://wiki.example", ofMinutes(5));
        assertThat(problems()).isEmpty();
    }

    @Test
    void whatCanNeitherBeUndoneNorCalledHarmlessNeedsAnApproval() {
        steps = List.of(step(Set.of(), 1, ofSeconds(1), null, Risk.DISRUPTIVE));
        assertThat(problems())
                .containsExactly(
                        "inventory.steps.restart.approval: restart-pool can neither be undone nor called harmless;"
                                + " write approval: { expires: 15m }");

        steps = List.of(step(Set.of(), 1, ofSeconds(1), Approval.DEFAULT, Risk.DISRUPTIVE));
        assertThat(problems()).isEmpty();
    }

    @Test
    void everythingBelowAStepIsCheckedAtItsPlace() {
        Verification verification = Verification.detectors()
                .settle(ofSeconds(-1))
                .within(Duration.ZERO)
                .hold(Duration.ZERO);
        steps = List.of(new Step(
                "restart",
                new Act(Risk.RESTORATIVE) {
                    @Override
                    public void check(Check check) {
                        check.ratio("keep", 50);
                    }
                },
                Set.of(),
                ofSeconds(-1),
                verification,
                0,
                Duration.ZERO,
                new Approval(Duration.ZERO, Approval.OnExpiry.SKIP),
                null));

        assertThat(problems())
                .containsExactly(
                        "inventory.steps.restart.sustained = -1s: must not be negative;"
                                + " write a span with its unit, such as 0s or 10s",
                        "inventory.steps.restart.attempts = 0: must be at least 1; write 1 or more",
                        "inventory.steps.restart.time-limit = 0s: must be longer than 0;"
                                + " write a span with its unit, such as 10s",
                        "inventory.steps.restart.verify.settle = -1s: must not be negative;"
                                + " write a span with its unit, such as 0s or 10s",
                        "inventory.steps.restart.verify.within = 0s: must be longer than 0;"
                                + " write a span with its unit, such as 10s",
                        "inventory.steps.restart.verify.hold = 0s: must be longer than 0;"
                                + " write a span with its unit, such as 10s",
                        "inventory.steps.restart.do.restart-pool.keep = 50: is not a ratio; write 0.5 for 50 %",
                        "inventory.steps.restart.approval.expires = 0s: must be longer than 0;"
                                + " write a span with its unit, such as 10s");
    }

    @Test
    void everythingBelowADetectorIsCheckedAtItsPlace() {
        detectors.put("errors", Detectors.failureRate().above(50));

        assertThat(problems())
                .containsExactly("inventory.detectors.errors.above = 50: is not a ratio; write 0.5 for 50 %");
    }

    @Test
    void twoStepsOfOneNameWouldShareTheirAttemptsAndTheirCooldown() {
        steps = List.of(steps.get(0), steps.get(0));

        assertThat(problems())
                .containsExactly("inventory.steps.restart: is there twice; give each step a name of its own");
    }

    @ParameterizedTest
    @CsvSource({
        // step, target, ceiling, holds
        ", OBSERVE, ACT, OBSERVE",
        ", ACT, ACT, ACT",
        "ACT, OBSERVE, ACT, ACT",
        "OBSERVE, ACT, ACT, OBSERVE",
        "ACT, ACT, PROPOSE, PROPOSE",
        "OBSERVE, ACT, PROPOSE, OBSERVE",
        ", ACT, OBSERVE, OBSERVE",
    })
    void theMostSpecificModeHoldsUnderTheCeiling(@Nullable Mode step, Mode target, Mode most, Mode holds) {
        mode = target;
        ceiling = most;
        Step plain = Step.of("restart", new Act(Risk.RESTORATIVE));
        Step one = new Step(
                "restart",
                plain.remediation(),
                plain.when(),
                plain.sustained(),
                plain.verification(),
                1,
                plain.timeLimit(),
                null,
                step);

        assertThat(policy().modeOf(one)).isEqualTo(holds);
    }

    @Test
    void aStepAnswersToTheDetectorsItNamesOrToAll() {
        Step named = step(Set.of("stalled"), 1, ofSeconds(1), null, Risk.RESTORATIVE);
        Step open = step(Set.of(), 1, ofSeconds(1), null, Risk.RESTORATIVE);

        assertThat(named.answersTo("stalled")).isTrue();
        assertThat(named.answersTo("errors")).isFalse();
        assertThat(open.answersTo("errors")).isTrue();
    }

    @Test
    void theWindowMustReachAsFarBackAsTheLongestDetector() {
        detectors.put("errors", Detectors.failureRate().over(ofMinutes(2)));
        detectors.put("slow", Detectors.slowCalls().over(ofSeconds(30)));

        assertThat(policy().longestSpan()).isEqualTo(ofMinutes(2));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, ''",
                "oncall, -, ' (oncall)'",
                "-, https://wiki.example/jdbc, ', see https://wiki.example/jdbc'",
                "oncall, https://wiki.example/jdbc, ' (oncall), see https://wiki.example/jdbc'",
            })
    void anEscalationNamesWhomAndWhere(@Nullable String contact, @Nullable String runbook, String text) {
        assertThat(new Escalation(contact, runbook, ofMinutes(5)).text()).isEqualTo(text);
    }

    private List<String> problems() {
        Check check = Check.of("inventory");
        policy().check(check);
        return check.problems().stream().map(Problem::toString).toList();
    }

    private Policy policy() {
        return new Policy(detectors, steps, budget, cooldown, mode, ceiling, escalation);
    }

    private static Step step(Set<String> when, int attempts, Duration limit, @Nullable Approval approval, Risk risk) {
        return new Step(
                "restart", new Act(risk), when, Duration.ZERO, Verification.DEFAULT, attempts, limit, approval, null);
    }

    private static class Act implements Remediation {
        private final Risk risk;

        Act(Risk risk) {
            this.risk = risk;
        }

        @Override
        public String name() {
            return "restart-pool";
        }

        @Override
        public Risk risk() {
            return risk;
        }

        @Override
        public Undo apply(RemediationContext context) {
            return Undo.NOTHING;
        }
    }
}

package dev.heal.loop;

import dev.heal.detect.Verdict;
import dev.heal.gate.Standing.Condition;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.incident.Resolution;
import dev.heal.loop.Records.Result;
import dev.heal.policy.Policy;
import dev.heal.policy.Step;
import dev.heal.policy.Verification;
import dev.heal.text.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a step has helped: the steady state must begin in time and hold without a break. Pure, part of the rules. */
final class Proof {

    private static final Duration LONGEST_PROBE = Duration.ofSeconds(2);

    private final Rulebook book;
    private final Policy policy;
    private final Set<String> asking;

    Proof(Rulebook book) {
        this.book = book;
        this.policy = book.policy();
        this.asking = book.asking();
    }

    /** The step has been applied: what was seen before says nothing of what is now. */
    void begin(Turn turn, Step step, Fact.Applied applied) {
        if (applied.showsAt().isEmpty()) {
            turn.episode = turn.episode.health(turn.episode.health().forgotten());
            turn.effect(new Effect.ForgetSignals());
        }
        Verification wanted = step.verification();
        long from = turn.now.nanos() + wanted.settle().toNanos();
        long by = from + wanted.within().toNanos();
        turn.phase(
                new Phase.Verifying(step, applied.attempt(), from, by, null, false, null, 0, false, applied.showsAt()));
    }

    /**
     * The detectors have looked.
     *
     * @param earlier what they had said since the last time, before the latest
     */
    void look(Turn turn, Phase.Verifying verifying, Map<String, List<Verdict>> earlier) {
        long now = turn.now.nanos();
        if (now - verifying.from() < 0) {
            return;
        }
        Step step = verifying.step();
        Phase.Verifying next = verifying;
        if (step.verification().probe() != null && !verifying.asking()) {
            Duration limit = step.verification().within().compareTo(LONGEST_PROBE) < 0
                    ? step.verification().within()
                    : LONGEST_PROBE;
            turn.effect(new Effect.AskProbe(verifying.attempt(), step, limit));
            next = next.asked();
        }
        boolean reachable = step.verification().probe() == null || isGood(verifying.answer());
        if (reachable && !verifying.trial() && verifying.at().isEmpty()) {
            // An open breaker keeps out the very calls that would show that the target is well again.
            turn.effect(new Effect.LetTrialCallsIn(verifying.attempt()));
            next = next.trial(true);
        }
        boolean steady = verifying.at().isEmpty()
                ? isSteady(turn, verifying) && !wasBroken(step, earlier)
                : isSteadyThere(turn, verifying);
        next = next.steady(
                !steady ? null : verifying.steadySince() != null ? verifying.steadySince() : Long.valueOf(now));
        turn.phase(next);
        Long since = next.steadySince();
        // With a probe, steady is what it has answered for: while a question is open nothing is known.
        Long until = step.verification().probe() != null
                ? Long.valueOf(verifying.answeredAt())
                : verifying.at().isEmpty() ? seenUntil(turn, step) : Long.valueOf(now);
        if (since != null
                && until != null
                && until - since >= step.verification().hold().toNanos()) {
            verified(turn, verifying);
        } else if (since == null && now - verifying.by() >= 0) {
            notVerified(turn, verifying);
        }
    }

    /** Until when all of the step's detectors have looked: a verdict holds for the moment of its look. */
    private @Nullable Long seenUntil(Turn turn, Step step) {
        return turn.episode
                .health()
                .seenUntil(policy.detectors().keySet().stream()
                        .filter(step::answersTo)
                        .toList());
    }

    private boolean isSteady(Turn turn, Phase.Verifying verifying) {
        Step step = verifying.step();
        Map<String, Verdict> verdicts = turn.episode.health().verdicts();
        boolean noneUnhealthy = true;
        boolean allHealthy = true;
        for (String detector : policy.detectors().keySet()) {
            if (step.answersTo(detector)) {
                noneUnhealthy &= !(verdicts.get(detector) instanceof Verdict.Unhealthy);
                allHealthy &= Health.isWell(verdicts, verdicts.get(detector), asking);
            }
        }
        return step.verification().probe() == null ? allHealthy : noneUnhealthy && isGood(verifying.answer());
    }

    /** Traffic was moved: it has helped if those that have it now are known healthy. */
    private static boolean isSteadyThere(Turn turn, Phase.Verifying verifying) {
        boolean wanted = verifying.step().verification().probe() == null || isGood(verifying.answer());
        return wanted && verifying.at().stream().allMatch(target -> turn.ledger.condition(target) == Condition.HEALTHY);
    }

    /** Steady is what holds without a break, also one that is over again. */
    private static boolean wasBroken(Step step, Map<String, List<Verdict>> earlier) {
        return earlier.entrySet().stream()
                .anyMatch(each -> step.answersTo(each.getKey())
                        && each.getValue().stream().anyMatch(Verdict.Unhealthy.class::isInstance));
    }

    private static boolean isGood(@Nullable String answer) {
        return answer != null && answer.isEmpty();
    }

    private void verified(Turn turn, Phase.Verifying verifying) {
        Step step = verifying.step();
        boolean held = isHeld(turn, verifying.attempt());
        turn.write(Records.outcome(
                book.target(), turn.incident().id(), verifying.attempt(), step.name(), Result.VERIFIED, held));
        if (turn.episode.history().hasFailed(step.name(), turn.open().causes())) {
            turn.episode = turn.episode.history(
                    turn.episode.history().helped(step.name(), turn.open().causes()));
            turn.write(Records.givenUp(book.target(), turn.episode.history()));
        }
        turn.tell(
                Type.VERIFIED,
                step.name(),
                "the steady state held for "
                        + Durations.text(step.verification().hold())
                        + (held ? staysInForce(step) : ""),
                Map.of("remediation", step.remediation().name()));
        // Where traffic was moved the target itself is as sick as before: its incident ends when it is well.
        if (verifying.at().isEmpty() && othersAreWell(turn, step)) {
            turn.resolve(Resolution.HEALED, "healed by " + step.name());
        } else {
            turn.phase(new Phase.Deciding());
        }
    }

    private static String staysInForce(Step step) {
        return step.remediation().failback() == null
                ? "; it stays in force for " + Durations.text(step.safeguards().timeToLive())
                : "; it stays in force until the target is well again";
    }

    /** What this step does not answer to must be known healthy too: silence closes nothing. */
    private static boolean othersAreWell(Turn turn, Step step) {
        Health health = turn.episode.health();
        return health.unhealthy().isEmpty()
                && health.sick().stream()
                        .filter(detector -> !step.answersTo(detector))
                        .allMatch(detector -> health.verdicts().get(detector) instanceof Verdict.Healthy);
    }

    private void notVerified(Turn turn, Phase.Verifying verifying) {
        Step step = verifying.step();
        String answer = verifying.answer();
        String probe = answer == null || answer.isEmpty() ? "" : "; the probe said: " + answer;
        turn.tell(
                Type.NOT_VERIFIED,
                step.name(),
                "no steady state within " + Durations.text(step.verification().within()) + probe,
                Map.of("remediation", step.remediation().name()));
        turn.write(Records.outcome(
                book.target(),
                turn.incident().id(),
                verifying.attempt(),
                step.name(),
                Result.NOT_VERIFIED,
                isHeld(turn, verifying.attempt())));
        hasFailed(turn, step);
        takeBack(turn, step, verifying.attempt());
    }

    /** What has not helped, or is not wanted any more, is undone if it can be. */
    void takeBack(Turn turn, Step step, long attempt) {
        if (isHeld(turn, attempt)) {
            turn.episode = turn.episode.letGo(attempt);
            long deadline = turn.now.nanos() + step.timeLimit().toNanos();
            turn.phase(new Phase.Undoing(step, attempt, deadline));
            turn.effect(new Effect.Undo(attempt, turn.incident().id(), step, step.timeLimit()));
        } else {
            turn.phase(new Phase.Deciding());
        }
    }

    private static boolean isHeld(Turn turn, long attempt) {
        return turn.episode.held().stream().anyMatch(held -> held.attempt() == attempt);
    }

    /** It has not helped against what it was taken for; after so many times it is not tried again. */
    void hasFailed(Turn turn, Step step) {
        turn.episode = turn.episode.history(
                turn.episode.history().failed(step.name(), turn.open().causes()));
        turn.write(Records.givenUp(book.target(), turn.episode.history()));
    }

    /** The probe has answered. */
    void answered(Turn turn, Fact.Probed fact) {
        if (turn.episode.phase() instanceof Phase.Verifying verifying && verifying.attempt() == fact.attempt()) {
            turn.phase(verifying.answered(fact.failure() == null ? "" : fact.failure(), turn.now.nanos()));
        }
    }
}

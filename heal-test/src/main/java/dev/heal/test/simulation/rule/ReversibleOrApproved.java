package dev.heal.test.simulation.rule;

import dev.heal.incident.Decision;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.observe.TargetStatus;
import dev.heal.policy.Approval;
import dev.heal.policy.Mode;
import dev.heal.remediation.Risk;
import dev.heal.test.simulation.Cure;
import dev.heal.test.simulation.Seen;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** An undo runs at most once, what is in force goes back in time, and what can do harm has an approval of its own. */
final class ReversibleOrApproved implements Rule {

    @Override
    public int number() {
        return 15;
    }

    @Override
    public String words() {
        return "reversible, restorative or approved, and expiring";
    }

    /** So long one step, its proof and its undo may take, for which it has to wait. */
    private static final Duration BOUND = Duration.ofSeconds(75);

    @Override
    public void check(Evidence seen, BiConsumer<Seen, String> violated) {
        for (Attempt attempt : seen.acted()) {
            if (attempt.undoes.size() > 1) {
                violated.accept(attempt.undoes.get(1), "is undone twice");
            }
            goesBack(seen, attempt, violated);
            handedOver(seen, attempt, violated);
        }
        approvals(seen, violated);
    }

    private static void goesBack(Evidence seen, Attempt attempt, BiConsumer<Seen, String> violated) {
        Seen.Acted done = attempt.acted;
        if (done == null || !done.undoable()) {
            return;
        }
        Seen.Told end = attempt.concluded;
        Seen.Died died = attempt.died;
        boolean failed = end != null
                && (end.event().type() == Type.NOT_VERIFIED || end.event().type() == Type.ABORTED);
        if (!failed && attempt.plan.cure() == Cure.Kind.FAILOVER) {
            return; // it comes back by steps, which is a rule of its own
        }
        long due = failed && end != null
                ? end.at()
                : done.at() + attempt.plan.safeguards().timeToLive().toNanos();
        long latest = due + (failed ? Duration.ofSeconds(3) : BOUND).toNanos();
        latest += seen.away(done.at(), latest);
        boolean locked = seen.toldWithin(attempt.target(), 0, latest, Type.TIMED_OUT, Type.FAILED);
        boolean over = (died != null && died.at() <= latest) || seen.run().ended() <= latest;
        if (attempt.undoes.isEmpty() && !over && !locked) {
            violated.accept(done, failed ? "has failed and is not undone" : "is in force after its time");
        }
    }

    /** What is in force when the process dies is no longer heal's to undo: a human is told. */
    private static void handedOver(Evidence seen, Attempt attempt, BiConsumer<Seen, String> violated) {
        Seen.Died died = attempt.died;
        if (died == null || !died.crashed() || attempt.plan.endsWithProcess() || !attempt.isInForce(died.at())) {
            return;
        }
        long back = seen.lives().stream()
                .mapToLong(Seen.Began::at)
                .filter(at -> at >= died.at())
                .min()
                .orElse(seen.run().ended());
        boolean told = seen.told().stream()
                .anyMatch(event -> event.target().equals(attempt.target())
                        && event.at() >= attempt.at()
                        && event.event().type() == Type.ESCALATED
                        && (attempt.step().equals(event.event().subject())
                                || event.event().text().contains("the step " + attempt.step())));
        // Of an incident that was never durable nobody can be told.
        boolean lost = seen.told().stream()
                .anyMatch(event -> event.incident().equals(attempt.intended.incident()) && seen.isLost(event));
        if (!told
                && !lost
                && back + Duration.ofSeconds(1).toNanos() < seen.run().ended()) {
            violated.accept(
                    died, attempt.step() + " of " + attempt.target() + " may be in force, and no human was told");
        }
    }

    private static void approvals(Evidence seen, BiConsumer<Seen, String> violated) {
        Map<String, Seen.Told> proposed = new HashMap<>();
        Set<String> approved = new HashSet<>();
        Set<String> used = new HashSet<>();
        for (Seen each : (Iterable<Seen>) seen.all()::iterator) {
            if (each instanceof Seen.Told told && told.event().type() == Type.PROPOSED) {
                proposed.putIfAbsent(told.event().figures().getOrDefault("plan", ""), told);
            } else if (each instanceof Seen.Said said && said.kind() == Decision.Kind.APPROVE && said.taken()) {
                approved.add(String.valueOf(said.plan()));
            } else if (each instanceof Seen.Intended intended) {
                for (Attempt attempt : seen.attempts()) {
                    if (attempt.intended == intended && needsApproval(attempt)) {
                        String plan = String.valueOf(intended.approved());
                        Seen.Told question = proposed.get(plan);
                        check(attempt, plan, question, approved, used, violated);
                    }
                }
            }
        }
    }

    private static void check(
            Attempt attempt,
            String plan,
            Seen.@org.jspecify.annotations.Nullable Told question,
            Set<String> approved,
            Set<String> used,
            BiConsumer<Seen, String> violated) {
        Approval approval = attempt.plan.approval() == null ? Approval.DEFAULT : attempt.plan.approval();
        if (question == null || !approved.contains(plan)) {
            violated.accept(attempt.intended, "no human has approved this plan");
        } else if (!question.incident().equals(attempt.intended.incident())
                || !attempt.step().equals(question.event().subject())) {
            violated.accept(attempt.intended, "the approval is that of another plan");
        } else if (attempt.at() - question.at() > approval.expires().toNanos()) {
            violated.accept(attempt.intended, "the approval has expired");
        }
        // What was never begun has not used it.
        if (attempt.hasActed() && !used.add(plan)) {
            violated.accept(attempt.intended, "the approval has been used before");
        }
    }

    private static boolean needsApproval(Attempt attempt) {
        TargetStatus status = attempt.intended.known().get(attempt.target());
        return attempt.plan.approval() != null
                || attempt.plan.cure().risk() == Risk.DISRUPTIVE
                || (status != null && status.steps().get(attempt.step()) == Mode.PROPOSE);
    }
}

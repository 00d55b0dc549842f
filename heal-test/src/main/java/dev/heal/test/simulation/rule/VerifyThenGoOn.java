package dev.heal.test.simulation.rule;

import dev.heal.incident.IncidentEvent.Type;
import dev.heal.test.simulation.Seen;
import java.util.List;
import java.util.function.BiConsumer;

/** No next step and no next target before the last one has been proved or has failed; proved means that it held. */
final class VerifyThenGoOn implements Rule {

    @Override
    public int number() {
        return 6;
    }

    @Override
    public String words() {
        return "verify, then go on";
    }

    @Override
    public void check(Evidence seen, BiConsumer<Seen, String> violated) {
        List<Attempt> acted = seen.acted();
        for (Attempt attempt : seen.attempts()) {
            for (Attempt other : acted) {
                boolean same = other.target().equals(attempt.target());
                boolean scope = attempt.member.scope() != null
                        && attempt.member.scope().equals(other.member.scope())
                        && !attempt.isSafe();
                if (other != attempt
                        && other.life == attempt.life
                        && (same || scope)
                        && other.isUnderWay(attempt.at())) {
                    violated.accept(
                            attempt.intended, other.step() + " of " + other.target() + " has not come to its end");
                }
            }
        }
        for (Attempt attempt : acted) {
            overlaps(acted, attempt, violated);
        }
        for (Seen.Told told : seen.told()) {
            if (told.event().type() == Type.VERIFIED) {
                acted.stream()
                        .filter(attempt -> attempt.concluded == told)
                        .forEach(attempt -> proved(seen, attempt, told, violated));
            }
        }
    }

    /** In the world, only one thing at a time is done to a target. */
    private static void overlaps(List<Attempt> acted, Attempt attempt, BiConsumer<Seen, String> violated) {
        Seen.Acts acts = attempt.acts;
        if (acts == null) {
            return;
        }
        for (Attempt other : acted) {
            if (other != attempt && other.life == attempt.life && other.target().equals(attempt.target())) {
                Seen.Acts begun = other.acts;
                boolean acting = begun != null
                        && begun.at() < acts.at()
                        && (other.acted == null || other.acted.at() > acts.at());
                boolean undoing = other.undoes.stream().anyMatch(undo -> undo.at() < acts.at())
                        && (other.undone == null || other.undone.at() > acts.at());
                if (acting || undoing) {
                    violated.accept(acts, other.step() + " is still being done or undone");
                }
            }
        }
    }

    private static void proved(Evidence seen, Attempt attempt, Seen.Told told, BiConsumer<Seen, String> violated) {
        Seen.Acted done = attempt.acted;
        long hold = attempt.plan.hold().toNanos();
        long settle = attempt.plan.settle().toNanos();
        if (done == null || told.at() - done.at() < hold + settle) {
            violated.accept(told, "proved before it could have held for " + attempt.plan.hold());
            return;
        }
        if (!attempt.shifts.isEmpty()) { // nobody else has it where a human has pinned it meanwhile
            provedThere(seen, attempt, told, done, violated);
            return;
        }
        for (String detector : attempt.member.detectors()) {
            if (!attempt.plan.when().contains(detector)) {
                continue;
            }
            List<Seen.Look> looks =
                    seen.looks(attempt.target(), detector, told.at() - hold + Knowledge.SLACK.toNanos() / 5, told.at());
            boolean bad = looks.stream()
                    .anyMatch(look -> look.verdict() == 'U' || (look.verdict() == '?' && !attempt.plan.probed()));
            boolean silent = !attempt.plan.probed()
                    && seen.looks(attempt.target(), detector, done.at(), told.at())
                            .isEmpty();
            if (bad || silent) {
                violated.accept(told, "proved, and " + detector + (bad ? " did not say so" : " was not asked"));
            }
        }
    }

    /** Where traffic has gone elsewhere, it is proved by those that have it now. */
    private static void provedThere(
            Evidence seen, Attempt attempt, Seen.Told told, Seen.Acted done, BiConsumer<Seen, String> violated) {
        long hold = attempt.plan.hold().toNanos();
        for (String target : attempt.movedTo) {
            for (String detector : attempt.member.detectors()) {
                long from = told.at() - hold + Knowledge.SLACK.toNanos() / 5;
                boolean bad = seen.looks(target, detector, from, told.at() - Knowledge.SLACK.toNanos()).stream()
                        .anyMatch(look -> !Knowledge.isGood(look.verdict()));
                if (bad || seen.looks(target, detector, done.at(), told.at()).isEmpty()) {
                    violated.accept(
                            told,
                            "proved, and " + detector + " of " + target + (bad ? " did not say so" : " was not asked"));
                }
            }
        }
    }
}

package dev.heal.test.simulation.rule;

import dev.heal.detect.Verdict;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.observe.TargetStatus;
import dev.heal.test.simulation.Seen;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Only what is SAFE starts while a signal is unknown or stale, and silence closes nothing. */
final class StopOnUnknown implements Rule {

    private static final Duration QUARANTINE = Duration.ofSeconds(30);

    @Override
    public int number() {
        return 4;
    }

    @Override
    public String words() {
        return "stop on unknown";
    }

    @Override
    public void check(Evidence seen, BiConsumer<Seen, String> violated) {
        for (Attempt attempt : seen.attempts()) {
            Set<String> required = new TreeSet<>(attempt.plan.safeguards().requires());
            required.addAll(attempt.intended.causes());
            for (String detector : attempt.isSafe() ? Set.<String>of() : required) {
                TargetStatus status = attempt.intended.known().get(attempt.target());
                Verdict verdict = status == null ? null : status.verdicts().get(detector);
                if (verdict == null || verdict instanceof Verdict.Inconclusive) {
                    violated.accept(attempt.intended, "nothing is known of " + detector);
                } else if (Knowledge.isStale(seen, attempt.target(), detector, attempt.at())
                        && Knowledge.hangsSince(seen, attempt.target(), attempt.at()) == attempt.at()) {
                    violated.accept(attempt.intended, detector + " has not looked for " + Knowledge.FRESH);
                }
            }
        }
        for (Seen.Told told : seen.told()) {
            boolean closed = told.event().type() == Type.RESOLVED
                    && !"STOPPED".equals(told.event().figures().get("resolution"));
            for (String detector : closed ? Knowledge.detected(seen, told) : Set.<String>of()) {
                if (Knowledge.isStale(seen, told.target(), detector, told.at())
                        && !isAnsweredByProbe(seen, told, detector)) {
                    violated.accept(told, "closed, and " + detector + " has not looked for " + Knowledge.FRESH);
                }
            }
        }
    }

    /** A detector that does nothing but fail is asked only every half minute; meanwhile its step's probe speaks for it. */
    private static boolean isAnsweredByProbe(Evidence seen, Seen.Told closed, String detector) {
        long asked = closed.at() - QUARANTINE.plus(Knowledge.FRESH).toNanos();
        boolean fails =
                !seen.looks(closed.target(), detector, asked, closed.at()).isEmpty()
                        && Knowledge.lastLook(seen, closed.target(), detector, closed.at()) == '?';
        return fails
                && seen.member(closed.target(), closed.at()).steps().stream()
                        .anyMatch(step -> step.probed()
                                && (step.when().isEmpty() || step.when().contains(detector))
                                && closed.event().text().equals("healed by " + step.name()));
    }
}

package dev.heal.test.simulation.rule;

import dev.heal.incident.IncidentEvent.Type;
import dev.heal.remediation.Failback;
import dev.heal.test.simulation.Fault;
import dev.heal.test.simulation.RegionPlan;
import dev.heal.test.simulation.Seen;
import dev.heal.test.simulation.Seen.Shift;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What was moved comes back by one step for each dwell of known health, and goes again at once when it is sick. */
final class RampedReturn implements Rule {

    private static final double EXACT = 1e-9;

    /** So long a remediation thread and a tick may take between a verdict and what is done about it. */
    private static final Duration PROMPT = Duration.ofMillis(2500);

    /** So long a place is known healthy before it takes back what others cannot hold. */
    private static final Duration WELL = Duration.ofMillis(2800);

    private static final Duration HEARD = Duration.ofMillis(600);

    @Override
    public int number() {
        return 14;
    }

    @Override
    public String words() {
        return "ramped return";
    }

    @Override
    public void check(Evidence seen, BiConsumer<Seen, String> violated) {
        RegionPlan regions = seen.scenario().regions();
        if (regions == null) {
            return;
        }
        seen.all()
                .filter(Seen.Shifted.class::isInstance)
                .map(Seen.Shifted.class::cast)
                .forEach(shifted -> {
                    double sum = shifted.after().values().stream()
                            .mapToDouble(Double::doubleValue)
                            .sum();
                    if (Math.abs(sum - 1) > EXACT
                            || shifted.after().values().stream().anyMatch(share -> share < 0)) {
                        violated.accept(shifted, "the shares are " + shifted.after());
                    }
                });
        for (Attempt attempt : seen.moves()) {
            Failback failback = attempt.plan.failback();
            if (failback != null) {
                rises(seen, attempt, failback, violated);
                falls(seen, attempt, violated);
            }
        }
    }

    private static void rises(Evidence seen, Attempt attempt, Failback failback, BiConsumer<Seen, String> violated) {
        Seen.Shifted before = attempt.shifts.get(0);
        boolean again = seen.restored().contains(attempt);
        long moved = again ? attempt.life.at() : before.at();
        for (Seen.Shifted shifted : attempt.shifts) {
            double rise = shifted.admitted() - (shifted.shift() == Shift.MOVE ? 0 : before.admitted());
            boolean givenUp = shifted.shift() == Shift.BACK && isTakenBack(seen, attempt, shifted);
            if (rise > EXACT && !givenUp && !isRescue(seen, attempt, shifted)) {
                if (rise > failback.step() + EXACT) {
                    violated.accept(shifted, "rises by " + rise + ", and no more than " + failback.step() + " may be");
                }
                if (shifted.at() - before.at() < failback.dwell().toNanos()) {
                    violated.accept(shifted, "rises again within " + failback.dwell());
                }
                if (shifted.at() - moved < failback.minimumStay().toNanos()) {
                    violated.accept(shifted, "comes back before it has stayed away for " + failback.minimumStay());
                }
                known(seen, attempt, failback, shifted, violated);
            }
            before = shifted;
        }
    }

    /** It has not helped, or a human does not want it: then it is undone, and none of it is a return. */
    static boolean isTakenBack(Evidence seen, Attempt attempt, Seen.Shifted shifted) {
        Seen.Told end = attempt.concluded;
        boolean failed = end != null
                && end.at() <= shifted.at()
                && (end.event().type() == Type.NOT_VERIFIED || end.event().type() == Type.ABORTED);
        return failed
                || seen.toldWithin(attempt.target(), attempt.at(), shifted.at(), Type.ABORTED, Type.TIMED_OUT)
                || seen.deaths().stream()
                        .anyMatch(died -> died == attempt.died && !died.crashed() && died.at() == shifted.at());
    }

    /** Those who have it have been sick for as long as it takes to leave a place, and it is well: then all comes at once. */
    private static boolean isRescue(Evidence seen, Attempt attempt, Seen.Shifted shifted) {
        long sustained = attempt.plan.sustained().toNanos();
        long heard = shifted.at() - HEARD.toNanos();
        boolean dead = attempt.movedTo.stream()
                .allMatch(target -> shifted.at()
                                - Knowledge.fellSick(seen, target, attempt.member.detectors(), heard)
                                + Knowledge.SLACK.toNanos()
                        >= sustained);
        long from = shifted.at() - WELL.toNanos();
        boolean well = attempt.member.detectors().stream()
                .flatMap(detector ->
                        seen.looks(attempt.target(), detector, from, shifted.at() - Knowledge.SLACK.toNanos()).stream())
                .allMatch(look -> Knowledge.isGood(look.verdict()));
        return shifted.shift() == Shift.BACK && dead && well;
    }

    /** For the whole dwell each detector of it has looked, and none has said anything bad. */
    private static void known(
            Evidence seen,
            Attempt attempt,
            Failback failback,
            Seen.Shifted shifted,
            BiConsumer<Seen, String> violated) {
        long to = shifted.at() - Knowledge.SLACK.toNanos();
        long from = shifted.at() - failback.dwell().toNanos() + Knowledge.SLACK.toNanos() / 5;
        for (String detector : attempt.member.detectors()) {
            List<Seen.Look> looks = seen.looks(attempt.target(), detector, from, Math.max(from, to));
            if (looks.stream().anyMatch(look -> !Knowledge.isGood(look.verdict()))) {
                violated.accept(shifted, "rises, and " + detector + " has not been well for " + failback.dwell());
            }
        }
        String asking = attempt.member.detectors().get(0);
        if (Knowledge.isStale(seen, attempt.target(), asking, shifted.at())) {
            violated.accept(shifted, "rises, and " + asking + " has not looked for " + Knowledge.FRESH);
        }
    }

    /** The second bad look of a detector while a part of it is back takes that part away. */
    private static void falls(Evidence seen, Attempt attempt, BiConsumer<Seen, String> violated) {
        for (int i = 0; i < attempt.shifts.size(); i++) {
            Seen.Shifted shifted = attempt.shifts.get(i);
            if (shifted.shift() != Shift.ADMIT || shifted.admitted() <= 0) {
                continue;
            }
            long end = i + 1 < attempt.shifts.size()
                    ? attempt.shifts.get(i + 1).at()
                    : seen.run().ended();
            Seen.Died died = attempt.died;
            long until = died == null ? end : Math.min(end, died.at());
            for (String detector : attempt.member.detectors()) {
                Seen.Look second = second(seen.looks(attempt.target(), detector, shifted.at(), until));
                if (second != null
                        && until - second.at() > PROMPT.toNanos()
                        && !isHeldUp(seen, attempt, second.at(), second.at() + PROMPT.toNanos())) {
                    violated.accept(
                            shifted,
                            "stays at " + shifted.admitted() + ", and " + detector + " has said twice"
                                    + " that it is sick, at " + second.at() / 1e9);
                    break;
                }
            }
        }
    }

    private static Seen.@Nullable Look second(List<Seen.Look> looks) {
        for (int i = 1; i < looks.size(); i++) {
            if (looks.get(i).verdict() == 'U' && looks.get(i - 1).verdict() == 'U') {
                return looks.get(i);
            }
        }
        return null;
    }

    /** Nobody could do it: no process, no thread, or another piece of work for the same region. */
    private static boolean isHeldUp(Evidence seen, Attempt attempt, long from, long to) {
        boolean late = seen.scenario().mishaps().stream()
                .anyMatch(mishap -> (mishap.fault() == Fault.TICKS_LATE
                                || mishap.fault() == Fault.SAMPLERS_STARVED
                                || (mishap.target().equals(attempt.target())
                                        && (mishap.fault() == Fault.UNDO_FAILS || mishap.fault() == Fault.UNDO_HANGS)))
                        && mishap.at() <= to
                        && mishap.at() + mishap.lasts().toNanos() + PROMPT.toNanos() * 2 >= from);
        boolean otherWork = seen.acted().stream()
                .anyMatch(other -> other != attempt
                        && other.life == attempt.life
                        && other.target().equals(attempt.target())
                        && other.isUnderWay(to));
        return late
                || otherWork
                || seen.away(from - Duration.ofSeconds(15).toNanos(), to) > 0
                || seen.toldWithin(attempt.target(), attempt.at(), to, Type.TIMED_OUT)
                || isLeftBehind(seen, attempt, to);
    }

    /** Heal has said that it cannot move it any more. */
    private static boolean isLeftBehind(Evidence seen, Attempt attempt, long to) {
        return seen.told().stream()
                .anyMatch(told -> told.target().equals(attempt.target())
                        && told.at() >= attempt.at()
                        && told.at() <= to
                        && told.event().text().contains("could not be undone"));
    }
}

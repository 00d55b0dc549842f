package dev.heal.test.simulation.rule;

import dev.heal.detect.Verdict;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.observe.TargetStatus;
import dev.heal.policy.Scope;
import dev.heal.test.simulation.Cure;
import dev.heal.test.simulation.Fault;
import dev.heal.test.simulation.Seen;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What heal could know when it decided: from the looks of the detectors, and from what it says itself. */
final class Knowledge {

    /** For what was on its way between detector and loop. */
    static final Duration SLACK = Duration.ofMillis(1200);

    /** Younger than this, a look may not have reached the loop when it decided: looks come every half second. */
    private static final Duration ON_ITS_WAY = Duration.ofMillis(100);

    /** A look that is older than this is stale: a detector has 2 s, and a tick comes every half second or so. */
    static final Duration FRESH = Duration.ofSeconds(7);

    private Knowledge() {}

    /** All detectors of the target said so, as heal says itself. */
    static boolean isHealthy(Attempt attempt, String target) {
        TargetStatus status = attempt.intended.known().get(target);
        return status != null
                && status.verdicts().keySet().containsAll(attempt.member.detectors())
                && status.verdicts().values().stream().anyMatch(Verdict.Healthy.class::isInstance)
                && status.verdicts().values().stream().allMatch(Knowledge::isGood);
    }

    /** Where no call passes, the word of the detector that asks stands for those that only watch. */
    private static boolean isGood(Verdict verdict) {
        return verdict instanceof Verdict.Healthy
                || (verdict instanceof Verdict.Inconclusive unknown && unknown.silent());
    }

    /** The same of a look. */
    static boolean isGood(char verdict) {
        return verdict == 'H' || verdict == '-';
    }

    static boolean isSick(Attempt attempt, String target, String detector) {
        TargetStatus status = attempt.intended.known().get(target);
        return status != null && status.verdicts().get(detector) instanceof Verdict.Unhealthy;
    }

    /** Whether somebody's step has taken the target's capacity away, and not given it back. */
    static boolean isTaken(Evidence seen, Attempt now, String target) {
        for (Attempt other : seen.actedOrRestored()) {
            Set<String> taken = other.plan.takesAway();
            if (other == now || taken == null || !taken.contains(target)) {
                continue;
            }
            boolean rolling = other.plan.cure() == Cure.Kind.ROLL && isActing(other, now.at());
            if (rolling || (other.isInForce(now.at()) && !isHandedOver(seen, other, now.at()))) {
                return true;
            }
        }
        return false;
    }

    /** After a crash, and where an undo has failed, it is a human's: once he has acknowledged that, heal is out of it. */
    private static boolean isHandedOver(Evidence seen, Attempt attempt, long at) {
        Seen.Acted done = attempt.acted;
        return done != null && seen.toldWithin(attempt.target(), done.at(), at, Type.ACKNOWLEDGED);
    }

    private static boolean isActing(Attempt attempt, long at) {
        Seen.Acts begun = attempt.acts;
        Seen.Acted end = attempt.acted;
        Seen.Died died = attempt.died;
        return begun != null && begun.at() <= at && (end == null || end.at() > at) && (died == null || died.at() > at);
    }

    static Scope rule(Evidence seen, String scope) {
        return seen.scenario().limits().scopes().getOrDefault(scope, Scope.DEFAULT);
    }

    /** The first of the unhealthy looks that the detector's last one known continues; {@code at} if that was none. */
    static long sickSince(Evidence seen, String target, String detector, long at) {
        long since = at;
        List<Seen.Look> looks = seen.looks(target, detector);
        for (int i = looks.size() - 1; i >= 0; i--) {
            Seen.Look look = looks.get(i);
            if (look.at() > at) {
                continue;
            }
            if (look.verdict() == 'U') {
                since = look.at();
            } else if (at - look.at() > ON_ITS_WAY.toNanos()) {
                break;
            }
        }
        return Math.min(since, hangsSince(seen, target, at));
    }

    /** A region's probe that hangs is sick, and does not say so: since when; {@code at} if it does not hang. */
    static long hangsSince(Evidence seen, String target, long at) {
        return seen.scenario().regions() == null
                ? at
                : seen.scenario().mishaps().stream()
                        .filter(mishap -> mishap.fault() == Fault.DETECTOR_HANGS || mishap.fault() == Fault.PROBE_HANGS)
                        .filter(mishap -> mishap.target().equals(target)
                                && mishap.at() <= at
                                && at <= mishap.at() + mishap.lasts().toNanos() + FRESH.toNanos())
                        .mapToLong(mishap -> mishap.at())
                        .min()
                        .orElse(at);
    }

    /** The second of the unhealthy looks that the detector's last one continues: one alone is a sign; {@code at} if there is none. */
    static long sureSince(Evidence seen, String target, String detector, long at) {
        long first = sickSince(seen, target, detector, at);
        return seen.looks(target, detector, first, at).stream()
                .filter(look -> look.verdict() == 'U')
                .mapToLong(Seen.Look::at)
                .skip(1)
                .findFirst()
                .orElse(at);
    }

    /** Whether the detector's last two looks had been bad by then. */
    static boolean isSure(Evidence seen, String target, String detector, long at) {
        List<Seen.Look> looks = seen.looks(target, detector, 0, at);
        int count = looks.size();
        return count >= 2
                && looks.get(count - 1).verdict() == 'U'
                && looks.get(count - 2).verdict() == 'U';
    }

    /**
     * The first bad look since all detectors of the target last said that they were healthy; {@code at} if there is none.
     * Looks of one moment reach the loop together: that one was good a moment before another was bad is no time of health.
     */
    static long fellSick(Evidence seen, String target, List<String> detectors, long at) {
        Map<String, Character> last = new HashMap<>();
        long[] since = {at};
        long[] wellSince = {Long.MIN_VALUE};
        boolean[] sick = {false};
        detectors.stream()
                .flatMap(detector -> seen.looks(target, detector).stream())
                .filter(look -> look.at() <= at)
                .sorted(Comparator.comparingLong(Seen.Look::at))
                .forEach(look -> {
                    last.put(look.detector(), look.verdict());
                    boolean healthy = last.values().stream().allMatch(Knowledge::isGood);
                    if (healthy) {
                        wellSince[0] = sick[0] ? look.at() : wellSince[0];
                        sick[0] = false;
                    } else if (look.verdict() == 'U' && !sick[0]) {
                        sick[0] = true;
                        boolean wasWell =
                                wellSince[0] == Long.MIN_VALUE || look.at() - wellSince[0] > ON_ITS_WAY.toNanos();
                        since[0] = wasWell ? look.at() : since[0];
                    }
                });
        return sick[0] ? since[0] : at;
    }

    /** What the detector said last; a space if it has not said anything. */
    static char lastLook(Evidence seen, String target, String detector, long at) {
        char last = ' ';
        for (Seen.Look look : seen.looks(target, detector)) {
            last = look.at() <= at ? look.verdict() : last;
        }
        return last;
    }

    static boolean isStale(Evidence seen, String target, String detector, long at) {
        long from = at - FRESH.toNanos();
        return seen.looks(target, detector, from - seen.away(from, at), at).isEmpty();
    }

    /** Each of the target's detectors has just now said so, or did when the loop last heard of it. */
    static boolean lookedHealthy(Evidence seen, String target, long at) {
        return seen.member(target, at).detectors().stream()
                .allMatch(detector -> isGood(lastLook(seen, target, detector, at))
                        || seen.looks(target, detector, at - 2 * SLACK.toNanos(), at).stream()
                                .anyMatch(look -> isGood(look.verdict())));
    }

    /** The detectors that an incident was about. */
    static Set<String> detected(Evidence seen, Seen.Told last) {
        Set<String> all = new TreeSet<>();
        for (Seen.Told told : seen.told()) {
            String detector = told.event().subject();
            if (told.incident().equals(last.incident()) && told.event().type() == Type.DETECTED && detector != null) {
                all.add(detector);
            }
        }
        return all;
    }
}

package dev.heal.test.simulation.rule;

import dev.heal.incident.IncidentEvent.Type;
import dev.heal.policy.GiveUp;
import dev.heal.test.simulation.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Two signs open an incident, a longer quiet closes it, and what falls sick again and again is left to a human. */
final class Hysteresis implements Rule {

    @Override
    public int number() {
        return 13;
    }

    @Override
    public String words() {
        return "hysteresis and flap pin";
    }

    private static final Duration DWELL = Duration.ofSeconds(3);

    @Override
    public void check(Evidence seen, BiConsumer<Seen, String> violated) {
        Map<String, List<Seen.Told>> openings = new HashMap<>();
        Set<String> known = new HashSet<>();
        Set<String> pinned = new HashSet<>();
        for (Seen each : (Iterable<Seen>) seen.all()::iterator) {
            if (each instanceof Seen.Told told) {
                if (known.add(told.incident())) {
                    opened(seen, told, openings, pinned, violated);
                }
                if (told.event().type() == Type.RESOLVED) {
                    closed(seen, told, violated);
                }
            } else if (each instanceof Seen.Ordered ordered && ordered.order() == Seen.Order.RELEASE) {
                openings.remove(String.valueOf(ordered.target()));
                pinned.remove(String.valueOf(ordered.target()));
            } else if (each instanceof Seen.Died died) {
                forget(seen, died, openings, pinned);
            } else if (each instanceof Seen.Acts acts && pinned.contains(acts.target())) {
                violated.accept(acts, "it has fallen sick too often, and nobody has released it");
            }
        }
    }

    /** An opening that was not durable is not remembered. */
    private static void forget(
            Evidence seen, Seen.Died died, Map<String, List<Seen.Told>> openings, Set<String> pinned) {
        openings.forEach((target, all) -> {
            if (all.removeIf(seen::isLost)) {
                pinned.remove(target);
            }
        });
        if (died.crashed()) {
            pinned.clear();
        }
    }

    private static void opened(
            Evidence seen,
            Seen.Told told,
            Map<String, List<Seen.Told>> openings,
            Set<String> pinned,
            BiConsumer<Seen, String> violated) {
        boolean sure = seen.member(told.target(), told.at()).detectors().stream()
                .anyMatch(detector -> Knowledge.isSure(seen, told.target(), detector, told.at()));
        boolean hangs = told.event().text().contains("has not answered for"); // which is a sickness of what asks
        if (!sure && !hangs) {
            violated.accept(told, "opened without two signs in a row");
        }
        GiveUp giveUp = seen.member(told.target(), told.at()).giveUp();
        List<Seen.Told> all = openings.computeIfAbsent(told.target(), target -> new ArrayList<>());
        all.add(told);
        long lately = all.stream()
                .filter(before -> told.at() - before.at() < giveUp.within().toNanos())
                .count();
        if (lately >= giveUp.incidents()) {
            pinned.add(told.target());
        }
    }

    /** What is silent for want of calls is spoken for by what asks. */
    private static boolean isKnown(Evidence seen, Seen.Told told, String detector) {
        return Knowledge.lastLook(seen, told.target(), detector, told.at()) != '-'
                || seen.member(told.target(), told.at()).detectors().stream()
                        .anyMatch(other -> Knowledge.lastLook(seen, told.target(), other, told.at()) == 'H');
    }

    private static void closed(Evidence seen, Seen.Told told, BiConsumer<Seen, String> violated) {
        String how = told.event().figures().get("resolution");
        if (!"RECOVERED_ALONE".equals(how) && !"ESCALATED".equals(how)) {
            return; // stopped, or proved, which is another rule
        }
        for (String detector : Knowledge.detected(seen, told)) {
            long from = told.at() - DWELL.toNanos() + Knowledge.SLACK.toNanos() / 5;
            boolean broken = seen.looks(told.target(), detector, from, told.at()).stream()
                    .anyMatch(look -> !Knowledge.isGood(look.verdict()));
            if (broken || !isKnown(seen, told, detector)) {
                violated.accept(told, "closed, and " + detector + " has not been well for " + DWELL);
            }
        }
    }
}

package dev.heal.test.simulation.rule;

import dev.heal.incident.IncidentEvent.Type;
import dev.heal.test.simulation.RegionPlan;
import dev.heal.test.simulation.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** One fault of a region moves its traffic at most once away and once back, as long as the same process runs. */
final class FewMoves implements Rule {

    @Override
    public int number() {
        return 13;
    }

    @Override
    public String words() {
        return "few moves";
    }

    @Override
    public void check(Evidence seen, BiConsumer<Seen, String> violated) {
        if (seen.scenario().regions() == null) {
            return;
        }
        List<Attempt> kept = new ArrayList<>();
        for (Attempt attempt : seen.acted()) {
            Seen.Told end = attempt.concluded;
            if (attempt.shifts.isEmpty() || end == null || end.event().type() != Type.VERIFIED) {
                continue; // one that has not helped was taken back, and may be tried again
            }
            for (Attempt before : kept) {
                if (before.life == attempt.life
                        && before.target().equals(attempt.target())
                        && !wasWellBetween(seen, attempt, before.at(), attempt.at())) {
                    violated.accept(attempt.intended, "is moved again for the same fault");
                }
            }
            kept.add(attempt);
        }
        back(seen, violated);
    }

    /** What has come back whole is not given back again. */
    private static void back(Evidence seen, BiConsumer<Seen, String> violated) {
        for (Attempt attempt : seen.moves()) {
            List<Seen.Shifted> backs = attempt.shifts.stream()
                    .filter(shifted -> shifted.shift() == Seen.Shift.BACK)
                    .toList();
            if (backs.size() > 1) {
                violated.accept(backs.get(1), "comes back twice");
            }
        }
    }

    /** By what its probe says: two good looks in a row. */
    private static boolean wasWellBetween(Evidence seen, Attempt attempt, long from, long to) {
        List<Seen.Look> looks = seen.looks(attempt.target(), RegionPlan.DETECTORS.get(0), from, to);
        for (int i = 1; i < looks.size(); i++) {
            if (looks.get(i).verdict() == 'H' && looks.get(i - 1).verdict() == 'H') {
                return true;
            }
        }
        return false;
    }
}

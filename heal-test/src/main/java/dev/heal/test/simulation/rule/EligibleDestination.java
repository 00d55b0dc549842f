package dev.heal.test.simulation.rule;

import dev.heal.test.simulation.RegionPlan;
import dev.heal.test.simulation.Seen;
import dev.heal.test.simulation.Seen.Shift;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Traffic goes only to what has just answered twice, is not being left itself, and can hold it; and not for a blip. */
final class EligibleDestination implements Rule {

    private static final int PROBES = 2;
    /** So long a process counts calls until it knows how many come. */
    private static final Duration COUNTED = Duration.ofSeconds(10);

    private static final Duration FRESH = Duration.ofSeconds(4);

    @Override
    public int number() {
        return 3;
    }

    @Override
    public String words() {
        return "eligible destination of a region's traffic";
    }

    @Override
    public void check(Evidence seen, BiConsumer<Seen, String> violated) {
        RegionPlan regions = seen.scenario().regions();
        if (regions == null) {
            return;
        }
        Map<String, Double> admitted = new HashMap<>();
        for (Seen each : (Iterable<Seen>) seen.all()::iterator) {
            if (each instanceof Seen.Shifted shifted) {
                if (shifted.shift() == Shift.BEGIN) {
                    admitted.clear();
                } else if (shifted.shift() == Shift.MOVE) {
                    moved(seen, regions, shifted, admitted, violated);
                }
                if (!shifted.region().isEmpty()) {
                    admitted.put(shifted.region(), shifted.admitted());
                }
            }
        }
    }

    private static void moved(
            Evidence seen,
            RegionPlan regions,
            Seen.Shifted move,
            Map<String, Double> admitted,
            BiConsumer<Seen, String> violated) {
        lasted(seen, regions, move, violated);
        move.after().forEach((region, share) -> {
            double before = move.before().getOrDefault(region, 0.0);
            if (share <= before) {
                return;
            }
            String target = regions.target(region);
            List<Seen.Probed> answers = seen.all()
                    .filter(Seen.Probed.class::isInstance)
                    .map(Seen.Probed.class::cast)
                    .filter(probed -> probed.forMove()
                            && probed.target().equals(target)
                            && probed.at() <= move.at()
                            && probed.at() >= move.at() - FRESH.toNanos())
                    .toList();
            int count = answers.size();
            boolean good = count >= PROBES
                    && answers.subList(count - PROBES, count).stream().allMatch(Seen.Probed::good);
            if (!good) {
                violated.accept(move, region + " has not given two good answers within " + FRESH);
            }
            if (admitted.getOrDefault(region, 1.0) < 1) {
                violated.accept(move, region + " is being left itself");
            }
            double capacity = regions.place(region).capacity();
            boolean counted = move.at() - seen.life(move.at()).at() > COUNTED.toNanos();
            if (counted && share * move.load() > capacity * 1.0001) {
                violated.accept(
                        move, region + " holds " + capacity + " calls a second, and gets " + share * move.load());
            }
        });
    }

    /** By what its detectors have said, and by what was so. */
    private static void lasted(
            Evidence seen, RegionPlan regions, Seen.Shifted move, BiConsumer<Seen, String> violated) {
        String target = regions.target(move.region());
        seen.acted().stream().filter(attempt -> attempt.shifts.contains(move)).forEach(attempt -> {
            Duration sustained = attempt.plan.sustained();
            long sick = attempt.intended.causes().stream()
                    .mapToLong(cause -> Knowledge.sickSince(seen, target, cause, attempt.at()))
                    .min()
                    .orElse(attempt.at());
            if (attempt.at() - sick + Knowledge.SLACK.toNanos() < sustained.toNanos()) {
                violated.accept(move, target + " has not been sick for " + sustained);
            }
        });
    }
}

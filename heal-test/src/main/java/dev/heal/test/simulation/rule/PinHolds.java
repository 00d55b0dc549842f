package dev.heal.test.simulation.rule;

import dev.heal.test.simulation.RegionPlan;
import dev.heal.test.simulation.Seen;
import dev.heal.test.simulation.Seen.Order;
import dev.heal.test.simulation.Seen.Shift;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a human has pinned a region all traffic goes there and none is moved, until he takes it back, across restarts too;
 * and after a stop none comes back.
 */
final class PinHolds implements Rule {

    private static final double ALL = 1 - 1e-9;

    @Override
    public int number() {
        return 11;
    }

    @Override
    public String words() {
        return "human wins over routes";
    }

    @Override
    public void check(Evidence seen, BiConsumer<Seen, String> violated) {
        RegionPlan regions = seen.scenario().regions();
        if (regions == null) {
            return;
        }
        Seen.@Nullable Ordered pin = null;
        Set<Integer> durable = new HashSet<>();
        Map<String, Integer> stops = new HashMap<>();
        Map<String, Double> admitted = new HashMap<>();
        for (Seen each : (Iterable<Seen>) seen.all()::iterator) {
            if (each instanceof Seen.Ordered ordered) {
                pin = switch (ordered.order()) {
                    case PIN -> ordered;
                    case UNPIN -> null;
                    case STOP, RELEASE, MODE -> pin;
                };
                String where = ordered.target() == null ? "" : ordered.target();
                if (ordered.order() == Order.STOP) {
                    stops.put(where, ordered.number());
                } else if (ordered.order() == Order.RELEASE) {
                    stops.remove(where);
                }
            } else if (each instanceof Seen.Outlives outlives) {
                durable.add(outlives.number());
            } else if (each instanceof Seen.Died died) {
                // What heal had not said to be durable may be forgotten.
                pin = pin == null || !durable.contains(pin.number()) ? null : pin;
                stops.values().removeIf(number -> !durable.contains(number));
                admitted.clear();
            } else if (each instanceof Seen.Acts acts
                    && pin != null
                    && seen.member(acts.target(), acts.at()).step(acts.step()).failback() != null) {
                violated.accept(acts, "a human has pinned " + pin.target());
            } else if (each instanceof Seen.Shifted shifted) {
                shifted(seen, regions, shifted, pin, stops, admitted, violated);
            }
        }
    }

    private static void shifted(
            Evidence seen,
            RegionPlan regions,
            Seen.Shifted shifted,
            Seen.@Nullable Ordered pin,
            Map<String, Integer> stops,
            Map<String, Double> admitted,
            BiConsumer<Seen, String> violated) {
        for (Map.Entry<String, Double> share : shifted.after().entrySet()) {
            boolean isPinned = pin != null && regions.target(share.getKey()).equals(pin.target());
            if (isPinned && share.getValue() < ALL) {
                violated.accept(shifted, "a human has pinned " + share.getKey() + ", which gets " + share.getValue());
            }
        }
        if (shifted.region().isEmpty()) {
            return;
        }
        double before = admitted.getOrDefault(shifted.region(), 1.0);
        boolean rises = shifted.admitted() > before && isReturn(seen, shifted);
        if (rises && (stops.containsKey("") || stops.containsKey(regions.target(shifted.region())))) {
            violated.accept(shifted, "comes back, and a human has stopped it");
        }
        if (rises && pin != null) {
            violated.accept(shifted, "comes back, and a human has pinned " + pin.target());
        }
        admitted.put(shifted.region(), shifted.admitted());
    }

    /** The last step back is one too, and the only one where all comes at once; what has not helped is undone, though. */
    private static boolean isReturn(Evidence seen, Seen.Shifted shifted) {
        return shifted.shift() == Shift.ADMIT
                || (shifted.shift() == Shift.BACK
                        && seen.moves().stream()
                                .filter(attempt -> attempt.shifts.contains(shifted))
                                .noneMatch(attempt -> RampedReturn.isTakenBack(seen, attempt, shifted)));
    }
}

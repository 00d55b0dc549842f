package dev.heal.test.simulation.rule;

import dev.heal.incident.IncidentEvent.Type;
import dev.heal.test.simulation.Seen;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** When nothing is wrong any more, every incident is closed within a bound. */
final class Liveness implements Rule {

    @Override
    public int number() {
        return 20;
    }

    @Override
    public String words() {
        return "liveness";
    }

    private static final Duration BOUND = Duration.ofSeconds(55);

    @Override
    public void check(Evidence seen, BiConsumer<Seen, String> violated) {
        Map<String, Seen.Told> open = new LinkedHashMap<>();
        for (Seen.Told told : seen.told()) {
            open.putIfAbsent(told.incident(), told);
            if (told.event().type() == Type.RESOLVED && told.at() <= bound(seen)) {
                open.put(told.incident(), told);
            }
        }
        open.forEach((incident, told) -> {
            if (told.event().type() != Type.RESOLVED && told.at() < bound(seen) && !seen.isLost(told)) {
                violated.accept(told, incident + " is open, and nothing has been wrong for " + BOUND);
            }
        });
    }

    private static long bound(Evidence seen) {
        return seen.scenario().quietFrom() + BOUND.toNanos();
    }
}

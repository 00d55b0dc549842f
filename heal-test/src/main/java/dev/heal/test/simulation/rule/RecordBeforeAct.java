package dev.heal.test.simulation.rule;

import dev.heal.incident.IncidentEvent.Type;
import dev.heal.test.simulation.Seen;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Nothing is done that a power loss would leave no trace of; what ended nobody knows how is not done again by itself. */
final class RecordBeforeAct implements Rule {

    @Override
    public int number() {
        return 8;
    }

    @Override
    public String words() {
        return "record before act";
    }

    @Override
    public void check(Evidence seen, BiConsumer<Seen, String> violated) {
        Map<String, Integer> acts = new HashMap<>();
        seen.all()
                .filter(Seen.Acts.class::isInstance)
                .map(Seen.Acts.class::cast)
                // What is done again after a restart has the record of the first time.
                .filter(act -> seen.restored().stream().noneMatch(again -> again.acts == act))
                .forEach(act -> {
                    int count = acts.merge(act.target() + " " + act.step() + " " + act.incident(), 1, Integer::sum);
                    if (count > act.recorded()) {
                        violated.accept(
                                act,
                                "acts for the " + count + ". time, and " + act.recorded() + " intents are durable");
                    }
                });
        for (Attempt unknown : seen.acted()) {
            Seen.Died died = unknown.died;
            if (died == null
                    || !died.crashed()
                    || unknown.plan.idempotent()
                    || unknown.concluded != null
                    || unknown.acted != null) {
                continue;
            }
            for (Attempt again : seen.acted()) {
                if (again.isOf(unknown)
                        && again.at() > died.at()
                        && !seen.toldWithin(again.target(), died.at(), again.at(), Type.ACKNOWLEDGED)) {
                    violated.accept(again.intended, "is done again, and nobody knows how it ended before the crash");
                    break;
                }
            }
        }
    }
}

package dev.heal.loop;

import dev.heal.detect.Verdict;
import dev.heal.policy.InOrder;
import java.util.Map;

/** The detectors' verdicts by name, in the policy's order. Immutable. */
final class Verdicts extends InOrder<Verdict> {

    static final Verdicts NONE = new Verdicts(new String[0], new Verdict[0]);

    /** Takes both arrays for its own. @param names shared by all that are of the same detectors */
    Verdicts(String[] names, Verdict[] verdicts) {
        super(names, verdicts);
    }

    static Verdicts of(Map<String, Verdict> map) {
        if (map instanceof Verdicts verdicts) {
            return verdicts;
        }
        return map.isEmpty()
                ? NONE
                : new Verdicts(map.keySet().toArray(new String[0]), map.values().toArray(new Verdict[0]));
    }
}

package dev.heal.loop;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which target needs which, by way of others too. */
final class Dependencies {

    private Dependencies() {}

    /** All that the target needs in order to be well, directly or not. */
    static Set<String> of(TargetPlan target, List<TargetPlan> all) {
        Set<String> found = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(target.dependsOn());
        while (!open.isEmpty()) {
            String next = open.remove();
            if (found.add(next)) {
                all.stream()
                        .filter(plan -> plan.guard().name().equals(next))
                        .forEach(plan -> open.addAll(plan.dependsOn()));
            }
        }
        found.remove(target.guard().name());
        return found;
    }
}

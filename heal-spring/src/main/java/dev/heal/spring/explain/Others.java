package dev.heal.spring.explain;

import dev.heal.spring.binding.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What is written at a place beside what has words of its own: a key that is new here is shown, not hidden. */
final class Others {

    /** The keys of a target, and of the policies that it builds on, that have words of their own. */
    static final Set<String> OF_TARGET = Set.of(
            "policy",
            "base",
            "resource",
            "circuit-breaker",
            "mode",
            "detectors",
            "steps",
            "order",
            "budget",
            "cooldown",
            "escalate");

    /** The same for what is written under {@code heal} itself. */
    static final Set<String> OF_HEAL = Set.of("mode", "ceiling", "tick", "strict", "policies", "targets");

    /** A value by the path to it. */
    record Other(String path, Node node) {}

    private Others() {}

    static List<Other> of(Node node, Collection<String> known) {
        Set<String> uniform = known.stream().map(Others::uniform).collect(Collectors.toSet());
        List<Other> others = new ArrayList<>();
        for (Node child : node.children()) {
            if (!uniform.contains(uniform(child.name()))) {
                collect(child.name(), child, others);
            }
        }
        return others;
    }

    private static void collect(String path, Node node, List<Other> others) {
        if (node.shown() != null) {
            others.add(new Other(path, node));
        } else {
            node.children().forEach(child -> collect(path + "." + child.name(), child, others));
        }
    }

    private static String uniform(String name) {
        return name.replace("-", "").toLowerCase(Locale.ROOT);
    }
}

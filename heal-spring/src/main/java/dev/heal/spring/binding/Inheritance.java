package dev.heal.spring.binding;

import dev.heal.text.Nearest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a policy over its base, and a target's own values over its policy. */
final class Inheritance {

    private final Node policies;

    Inheritance(Node policies) {
        this.policies = policies;
    }

    /**
     * The policy, its base, the base of that, and so on.
     *
     * @param reference where the policy is named
     */
    List<Node> chain(String name, Node reference, Findings findings) {
        List<Node> chain = new ArrayList<>();
        String next = name;
        Node from = reference;
        while (next != null && !next.isBlank()) {
            Node policy = policies.child(next.strip());
            if (policy == null) {
                findings.add(from, "is no policy", Nearest.hint(next, policies.names()));
                return chain;
            }
            if (chain.contains(policy)) {
                reportCircle(chain.stream().map(Node::name).toList(), policy.name(), findings);
                return chain;
            }
            chain.add(policy);
            Node base = policy.child("base");
            if (base == null) {
                return chain;
            }
            from = base;
            next = new Section(policy, "a policy", findings).optional("base", Values.TEXT);
        }
        return chain;
    }

    /** Told of the policy that comes first in the alphabet, so that it is told once, wherever it was entered. */
    private void reportCircle(List<String> path, String entry, Findings findings) {
        List<String> circle = new ArrayList<>(path.subList(path.indexOf(entry), path.size()));
        Collections.rotate(circle, -circle.indexOf(Collections.min(circle)));
        Node first = policies.child(circle.get(0));
        Node base = first == null ? null : first.child("base");
        circle.add(circle.get(0));
        if (base != null) {
            findings.add(
                    base,
                    "goes round in a circle: " + String.join(" -> ", circle),
                    "take the base away from one of them");
        }
    }

    /** Tells where a policy or a target has nothing in the place of a value that it would inherit. */
    static void checkEmptied(List<Node> chain, Node high, Findings findings) {
        Node over = high;
        for (Node low : chain) {
            if (low != high) {
                low.emptiedBy(over, findings::emptied);
                over = over(low, over);
            }
        }
    }

    /** {@code high} over the first of the chain, both over the second, and so on. */
    static Node over(List<Node> chain, Node high) {
        Node effective = high;
        for (Node low : chain) {
            effective = over(low, effective);
        }
        return effective;
    }

    /** All of {@code low} but what {@code high} says otherwise; a kind is replaced together with its settings. */
    static Node over(Node low, Node high) {
        Node rest = dropReplacedKinds(low, high, "detectors", null);
        return dropReplacedKinds(rest, high, "steps", "do").overlay(high);
    }

    private static Node dropReplacedKinds(Node low, Node high, String map, @Nullable String key) {
        Node lows = low.child(map);
        Node highs = high.child(map);
        if (lows == null || highs == null) {
            return low;
        }
        Node kept = lows;
        for (Node highEntry : highs.children()) {
            Node lowEntry = lows.child(highEntry.name());
            Node lowKind = lowEntry == null || key == null ? lowEntry : lowEntry.child(key);
            Node highKind = key == null ? highEntry : highEntry.child(key);
            if (lowEntry == null || lowKind == null || highKind == null || !isOtherKind(lowKind, highKind)) {
                continue;
            }
            Node emptied = lowKind.without(lowKind.names());
            kept = kept.with(key == null ? emptied : lowEntry.with(emptied));
        }
        return low.with(kept);
    }

    private static boolean isOtherKind(Node low, Node high) {
        return high.children().size() == 1
                && low.children().size() == 1
                && low.child(high.children().iterator().next().name()) == null;
    }
}

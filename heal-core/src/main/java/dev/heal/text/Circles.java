package dev.heal.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names that refer to each other, and whether they come back to where they began. */
public final class Circles {

    private Circles() {}

    /** The shortest way from a name back to itself, the name itself first; empty if there is none. */
    public static List<String> from(String name, Map<String, Set<String>> references) {
        Deque<List<String>> ways = new ArrayDeque<>(List.of(List.of(name)));
        Set<String> seen = new HashSet<>();
        while (!ways.isEmpty()) {
            List<String> way = ways.removeFirst();
            for (String next : references.getOrDefault(way.get(way.size() - 1), Set.of())) {
                if (next.equals(name)) {
                    return way;
                }
                if (seen.add(next)) {
                    List<String> further = new ArrayList<>(way);
                    further.add(next);
                    ways.addLast(further);
                }
            }
        }
        return List.of();
    }
}

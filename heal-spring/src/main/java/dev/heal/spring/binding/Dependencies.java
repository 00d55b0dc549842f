package dev.heal.spring.binding;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which target needs which: whoever goes round in a circle tells nobody what is to be repaired first. */
final class Dependencies {

    private final Map<String, TargetSettings> byName = new LinkedHashMap<>();
    private final Set<String> done = new HashSet<>();
    private final Set<List<String>> circles = new LinkedHashSet<>();

    Dependencies(List<TargetSettings> targets) {
        targets.forEach(target -> byName.put(target.name(), target));
    }

    /** Tells each circle once, with its path, and gives the names of all that are part of one. */
    Set<String> inCircles(Findings findings) {
        byName.keySet().forEach(name -> follow(name, new ArrayList<>()));
        Set<String> members = new LinkedHashSet<>();
        for (List<String> circle : circles) {
            members.addAll(circle);
            TargetSettings first = byName.get(circle.get(0));
            Node edges = first == null ? null : first.node().child("depends-on");
            if (edges != null) {
                findings.add(
                        edges,
                        "goes round in a circle: " + String.join(" -> ", circle),
                        "take one of these dependencies away");
            }
        }
        return members;
    }

    private void follow(String name, List<String> path) {
        int entry = path.indexOf(name);
        if (entry >= 0) {
            circles.add(circle(path.subList(entry, path.size())));
            return;
        }
        TargetSettings target = byName.get(name);
        if (target == null || done.contains(name)) {
            return;
        }
        path.add(name);
        target.dependsOn().forEach(needed -> follow(needed, path));
        path.remove(path.size() - 1);
        done.add(name);
    }

    /** Begins with the first in the alphabet, so that it is the same wherever it was entered. */
    private static List<String> circle(List<String> path) {
        List<String> circle = new ArrayList<>(path);
        Collections.rotate(circle, -circle.indexOf(Collections.min(circle)));
        circle.add(circle.get(0));
        return circle;
    }
}

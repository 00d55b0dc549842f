package dev.heal;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The packages under a root as the stations that data passes, in their order; the root itself is the last one.
 *
 * @param root such as {@code dev.heal}
 * @param stations the first part of a package's name below the root
 */
record Flow(String root, List<String> stations) {

    /** The whole house; a new package gets its place here. */
    static final Flow OF_HEAL = new Flow(
            "dev.heal",
            List.of(
                    "text",
                    "check",
                    "time",
                    "signal",
                    "admission",
                    "guard",
                    "resource",
                    "detect",
                    "region",
                    "remediation",
                    "policy",
                    "journal",
                    "incident",
                    "observe",
                    "gate",
                    "loop"));

    boolean owns(JavaClass type) {
        return type.getPackageName().equals(root) || type.getPackageName().startsWith(root + ".");
    }

    /** A package below a station belongs to it. */
    String station(JavaClass type) {
        if (type.getPackageName().equals(root)) {
            return root;
        }
        return type.getPackageName().substring(root.length() + 1).split("\\.", 2)[0];
    }

    int position(JavaClass type) {
        String station = station(type);
        return position(station.equals(root) ? "" : station);
    }

    /** The empty string is the root. */
    int position(String station) {
        return station.isEmpty() ? stations.size() : stations.indexOf(station);
    }

    /**
     * Fails if a package has no place in the flow, or a place has no package: a rule over an empty package would pass for
     * ever without holding anything.
     */
    void mustMatch(JavaClasses classes) {
        Set<String> found = classes.stream()
                .filter(this::owns)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .map(this::station)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        found.stream()
                .filter(name -> !name.equals(root) && !stations.contains(name))
                .forEach(unknown -> {
                    throw new AssertionError(
                            "package " + root + "." + unknown + " is no station of " + Flow.class.getName()
                                    + ": add it at its station, after all that it uses and before all that use it");
                });
        stations.stream().filter(name -> !found.contains(name)).forEach(empty -> {
            throw new AssertionError("station " + root + "." + empty + " of " + Flow.class.getName()
                    + " has no class: a rule over an empty package holds nothing, so take it out or fill it");
        });
    }
}

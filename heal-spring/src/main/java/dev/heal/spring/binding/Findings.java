package dev.heal.spring.binding;

import dev.heal.check.Check;
import dev.heal.check.Checked;
import dev.heal.check.Problem;
import dev.heal.text.SafeText;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong; the same thing seen from two targets is told once. */
public final class Findings {

    private final Set<Finding> all = new LinkedHashSet<>();

    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** File by file in the order of their lines, then what has no line. */
    public List<Finding> all() {
        return Finding.inOrder(all);
    }

    /** Those about something below {@code heal.<map>.<name>}. */
    Findings below(String map, String name) {
        Findings below = new Findings();
        all.stream().filter(finding -> finding.isBelow(map, name)).forEach(below::add);
        return below;
    }

    int size() {
        return all.size();
    }

    public void add(Finding finding) {
        all.add(finding);
    }

    public void addAll(Findings others) {
        all.addAll(others.all);
    }

    /** What is written at a place is wrong. */
    public void add(Node node, String wrong, String fix) {
        all.add(new Finding(node.property(), node.shown(), node.where(), wrong, fix));
    }

    /** A value is overridden by nothing. */
    void emptied(Node node) {
        add(node, "has no value, so what it overrides would go on to hold", "write a value, or leave it out");
    }

    /** Something is missing below a place. */
    void missing(Node node, String name, String wrong, String fix) {
        all.add(new Finding(node.below(name), null, node.where(), wrong, fix));
    }

    /** What checked data says of itself, told of the places where it was written. */
    void check(Node node, Checked checked) {
        check(node, check -> {
            try {
                checked.check(check);
            } catch (RuntimeException broken) {
                check.problem("", null, "cannot be checked: " + SafeText.of(broken), "mend its check method");
            }
        });
    }

    void check(Node node, Consumer<Check> checking) {
        Check check = Check.of("");
        checking.accept(check);
        addAll(node, check.problems());
    }

    /** Problems whose places are paths below {@code node}. */
    public void addAll(Node node, Collection<Problem> problems) {
        problems.forEach(problem -> add(node, Node.segments(problem.place()), problem));
    }

    private void add(Node node, List<String> path, Problem problem) {
        Node place = node;
        for (int i = 0; i < path.size(); i++) {
            Node next = next(place, path.get(i));
            if (next == null) {
                String missing = String.join(".", path.subList(i, path.size()));
                all.add(new Finding(
                        place.property() + "." + missing,
                        problem.value(),
                        place.where(),
                        problem.wrong(),
                        problem.fix()));
                return;
            }
            place = next;
        }
        String value = place.shown() == null ? problem.value() : place.shown();
        all.add(new Finding(place.property(), value, place.where(), problem.wrong(), problem.fix()));
    }

    /** The child, also where the path leaves out the one key that picks a kind. */
    private static @Nullable Node next(Node place, String name) {
        Node child = place.child(name);
        if (child == null && place.children().size() == 1) {
            return place.children().iterator().next().child(name);
        }
        return child;
    }
}

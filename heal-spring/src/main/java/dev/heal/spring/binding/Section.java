package dev.heal.spring.binding;

import dev.heal.check.Check;
import dev.heal.text.Nearest;
import dev.heal.text.SafeText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A map of the closed part: each key is asked for once, and what nobody has asked for is unknown. */
final class Section {

    /** One of several names in a list, and where it stands. */
    record Word(String text, Node node) {

        /** For a message. */
        String shown() {
            return SafeText.of(text);
        }
    }

    private final Node node;
    private final String what;
    private final Findings findings;
    private final Set<String> known = new LinkedHashSet<>();

    /**
     * @param what for a message: "a policy"
     */
    Section(Node node, String what, Findings findings) {
        this.node = node;
        this.what = what;
        this.findings = findings;
    }

    Node node() {
        return node;
    }

    /** What stands under a key; null if nothing does, not even the key. */
    @Nullable
    Node child(String key) {
        known.add(key);
        return node.child(key);
    }

    /** A map under a key, empty if there is none. */
    Node map(String key) {
        Node child = child(key);
        return child == null ? new Node(key, node.below(key)) : child;
    }

    /** A value under a key, or {@code otherwise}. */
    <T> T value(String key, Values.Reading<? extends T> reading, T otherwise) {
        T value = optional(key, reading);
        return value == null ? otherwise : value;
    }

    /** A value under a key; null if there is none or a wrong one. */
    <T> @Nullable T optional(String key, Values.Reading<? extends T> reading) {
        Node child = child(key);
        return child == null ? null : read(child, reading);
    }

    private <T> @Nullable T read(Node at, Values.Reading<? extends T> reading) {
        Written written = at.value();
        if (!at.children().isEmpty()) {
            String shape = at.isList() ? "a list" : "a map";
            findings.add(
                    at,
                    "is " + shape + " where " + reading.what() + " belongs",
                    "write " + (Node.isIndex(at.name()) ? "" : at.name() + ": ") + reading.example());
        } else if (written == null || written.isNothing()) {
            findings.add(
                    at,
                    "has no value",
                    "write " + reading.what() + " such as " + reading.example() + ", or leave it out");
        } else if (written.resolved() == null) {
            findings.add(at, "refers to something that is set nowhere", "set it, or give a default: ${name:value}");
        } else {
            try {
                return reading.read(written.resolved().strip());
            } catch (Misread misread) {
                findings.add(at, misread.wrong(), misread.fix());
            }
        }
        return null;
    }

    /** Names as a YAML list or separated by commas; null if the key is not there. */
    @Nullable
    List<Word> words(String key) {
        Node child = child(key);
        if (child == null) {
            return null;
        }
        List<Word> words = new ArrayList<>();
        if (child.isList()) {
            child.children().forEach(element -> {
                String text = read(element, Values.TEXT);
                if (text != null) {
                    words.add(new Word(text, element));
                }
            });
        } else if (!child.children().isEmpty()) {
            findings.add(child, "is a map where a list of names belongs", "write " + key + ": [one, another]");
        } else if (child.isNothing()) {
            findings.add(child, "names nothing", "write " + key + ": [one, another], or leave it out");
        } else {
            String all = read(child, Values.TEXT);
            for (String text : all == null ? new String[0] : all.split(",", -1)) {
                if (text.isBlank()) {
                    findings.add(child, "has an empty name in it", "write " + key + ": [one, another]");
                } else {
                    words.add(new Word(text.strip(), child));
                }
            }
        }
        return words;
    }

    /** Keys that somebody else reads. */
    void knows(Collection<String> keys) {
        known.addAll(keys);
    }

    /** Reports every key that nobody has asked for, and what is no map at all. */
    void rejectUnknown() {
        if (node.isList() || node.text() != null) {
            String inside = known.isEmpty() ? "{}" : "{ " + known.iterator().next() + ": ... }";
            findings.add(
                    node,
                    "is a " + (node.isList() ? "list" : "value") + " where a map belongs",
                    "write " + node.name() + ": " + inside);
            return;
        }
        Set<String> uniform = new LinkedHashSet<>();
        known.forEach(key -> uniform.add(Node.uniform(key)));
        for (Node child : node.children()) {
            // What has no name has been told already.
            if (!uniform.contains(Node.uniform(child.name())) && !child.name().isBlank()) {
                findings.add(child, "is not a key of " + what, fix(child));
            }
        }
    }

    /** A name with a dot, or a variable with one underscore too many, is taken apart by Spring into two. */
    private String fix(Node child) {
        for (Node half : child.children()) {
            for (String key : known) {
                if (Node.uniform(key).equals(Node.uniform(child.name() + half.name()))) {
                    return child.isOfVariables()
                            ? "an environment variable leaves dashes out: write "
                                    + Node.uniform(key).toUpperCase(Locale.ROOT) + " for " + key
                            : "write " + key + ": " + (half.shown() == null ? "..." : half.shown());
                }
                if (Node.uniform(key).equals(Node.uniform(half.name()))) {
                    return "a name with a dot is written \"[" + node.name() + "." + child.name() + "]\"";
                }
            }
        }
        if (known.isEmpty()) {
            return "it has no settings: write " + node.name() + ": {}";
        }
        String missing = Keys.missing(child.name());
        if (missing != null) {
            return missing + "; take it away (" + Nearest.known(known) + ")";
        }
        String home = Keys.home(child.name(), what);
        return home == null
                ? Nearest.hint(child.name(), known)
                : "it is a key of " + home + " (" + Nearest.known(known) + ")";
    }

    /** Checks of values of this section, named by their keys. */
    void check(Consumer<Check> checking) {
        findings.check(node, checking);
    }
}

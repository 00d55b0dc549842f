package dev.heal.spring.binding;

import dev.heal.text.Nearest;
import dev.heal.text.SafeText;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a map of exactly one key: the key picks the kind, what stands under it is bound to the kind's record. */
final class KindReader<K> {

    private final String what;
    private final Map<String, K> words;
    private final Function<K, Record> defaults;
    private final Findings findings;

    /**
     * @param what for a message: "detector"
     */
    KindReader(String what, Map<String, K> words, Function<K, Record> defaults, Findings findings) {
        this.what = what;
        this.words = words;
        this.defaults = defaults;
        this.findings = findings;
    }

    /** The kind and its settings, or null if anything of it is wrong. */
    @Nullable
    Chosen<K> read(Node node) {
        String example = node.name() + ": { " + words.keySet().iterator().next() + ": {} }";
        if (node.isList()) {
            findings.add(node, "is a list where a map of exactly one kind belongs", "write " + example);
            return null;
        }
        String text = node.text();
        if (text != null) {
            String fix = Vocabulary.find(words, text) == null
                    ? "write " + example
                    : "write " + node.name() + ": { " + text + ": {} }";
            findings.add(node, "is a value where a map of exactly one kind belongs", fix);
            return null;
        }
        if (node.children().size() != 1) {
            String count = node.children().isEmpty()
                    ? "names no kind"
                    : "names " + node.children().size() + " kinds, "
                            + node.children().stream()
                                    .map(KindReader::withPlace)
                                    .collect(Collectors.joining(" and "));
            String fix = node.children().isEmpty()
                    ? "write one of " + String.join(", ", words.keySet()) + ", such as " + example
                    : "keep exactly one";
            findings.add(node, count, fix);
            return null;
        }
        Node word = node.children().iterator().next();
        K kind = Vocabulary.find(words, word.name());
        if (kind == null) {
            findings.add(word, "is no kind of " + what, fix(node, word));
            return null;
        }
        return bind(word, kind);
    }

    /** The two may stand in two files, of which one lies over the other. */
    private static String withPlace(Node word) {
        String where = word.where();
        return SafeText.of(word.name()) + (where.isEmpty() ? "" : " (" + where + ")");
    }

    private String fix(Node node, Node word) {
        boolean dotted = word.children().stream().anyMatch(child -> Vocabulary.find(words, child.name()) != null);
        if (dotted) {
            return "a name with a dot is written \"[" + node.name() + "." + word.name() + "]\"";
        }
        String owner = ownerOf(word.name());
        if (owner != null) {
            return "it is a setting of " + owner + ": write " + node.name() + ": { " + owner + ": { " + word.name()
                    + ": ... } }";
        }
        String missing = Keys.missing(word.name());
        return missing == null
                ? Nearest.hint(word.name(), words.keySet())
                : missing + "; take it away (" + Nearest.known(words.keySet()) + ")";
    }

    /** The first kind that has such a setting; null if none has. */
    private @Nullable String ownerOf(String setting) {
        for (Map.Entry<String, K> word : words.entrySet()) {
            try {
                for (RecordComponent component :
                        defaults.apply(word.getValue()).getClass().getRecordComponents()) {
                    if (Node.uniform(component.getName()).equals(Node.uniform(setting))) {
                        return word.getKey();
                    }
                }
            } catch (RuntimeException | LinkageError broken) {
                // A kind that does not work owns nothing.
            }
        }
        return null;
    }

    private @Nullable Chosen<K> bind(Node word, K kind) {
        try {
            Record bound = bindRecord(word, defaults.apply(kind));
            return bound == null ? null : new Chosen<>(kind, bound, word);
        } catch (RuntimeException | LinkageError broken) {
            findings.add(
                    word,
                    "is a kind that does not work: " + SafeText.of(broken),
                    "mend " + kind.getClass().getName());
            return null;
        }
    }

    @SuppressWarnings("unchecked")
    private <R extends Record> @Nullable Record bindRecord(Node word, R defaults) {
        return new RecordBinder(findings).bind(word, word.name(), (Class<R>) defaults.getClass(), defaults);
    }
}

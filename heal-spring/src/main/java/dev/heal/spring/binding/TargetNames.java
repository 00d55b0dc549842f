package dev.heal.spring.binding;

import dev.heal.text.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of all targets that are written, for keys that refer to them. */
record TargetNames(List<String> all) {

    /** What is wrong with a target that names itself, and the way out. */
    record Itself(String wrong, String fix) {}

    TargetNames {
        all = List.copyOf(all);
    }

    /**
     * The targets that a key names, as they are spelt where they are written.
     *
     * @param self the target that says so, which is none of the others; null if it is not known yet
     */
    Set<String> read(Section section, String key, @Nullable Node self, Itself itself, Findings findings) {
        Set<String> names = new LinkedHashSet<>();
        List<String> others = new ArrayList<>(all);
        if (self != null) {
            others.remove(self.name());
        }
        List<Section.Word> words = section.words(key);
        for (Section.Word word : words == null ? List.<Section.Word>of() : words) {
            boolean isItsOwn = self != null && word.node().property().startsWith(self.property() + ".");
            String named = others.stream()
                    .filter(name -> isSame(name, word.text()))
                    .findFirst()
                    .orElse(null);
            if (named != null) {
                names.add(named);
            } else if (self != null && isSame(self.name(), word.text())) {
                // A policy may say it for the other targets that it holds for.
                if (isItsOwn) {
                    findings.add(word.node(), itself.wrong(), itself.fix());
                }
            } else {
                List<String> known = isItsOwn ? others : all;
                String fix = known.isEmpty() ? "there is no other" : Nearest.hint(word.text(), known);
                findings.add(word.node(), word.shown() + " is no target", fix);
            }
        }
        return names;
    }

    private static boolean isSame(String one, String other) {
        return Node.uniform(one).equals(Node.uniform(other));
    }
}

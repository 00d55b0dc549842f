package dev.heal.test.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All that was seen of a run, in its order. */
public final class Trace {

    private final List<Seen> all = new ArrayList<>();

    void add(Seen seen) {
        all.add(seen);
    }

    public List<Seen> all() {
        return all;
    }

    /** Those of one kind. */
    public <S extends Seen> Stream<S> each(Class<S> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast);
    }

    /** As text; looks and answers that say what the one before them said are left out. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        Map<String, Character> last = new HashMap<>();
        for (Seen seen : all) {
            if (seen instanceof Seen.Look look) {
                Character before = last.put(look.target() + " " + look.detector(), look.verdict());
                if (before != null && before == look.verdict()) {
                    continue;
                }
            } else if (seen instanceof Seen.Probed probed) {
                char verdict = probed.good() ? 'H' : 'U';
                Character before = last.put(probed.target() + (probed.forMove() ? " for a move" : ""), verdict);
                if (before != null && before == verdict) {
                    continue;
                }
            }
            lines.add(seen.line());
        }
        return lines;
    }

    /** Of all lines, every look among them. */
    public long hash() {
        long hash = 1125899906842597L;
        for (Seen seen : all) {
            String line = seen.line();
            for (int i = 0; i < line.length(); i++) {
                hash = 31 * hash + line.charAt(i);
            }
        }
        return hash;
    }
}

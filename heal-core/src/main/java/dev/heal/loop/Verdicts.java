package dev.heal.loop;

import dev.heal.detect.Verdict;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The detectors' verdicts by name, in the policy's order. Immutable, and small: there is one for each target, detectors are
 * few, and so they are searched, not hashed.
 */
final class Verdicts extends AbstractMap<String, Verdict> {

    static final Verdicts NONE = new Verdicts(new String[0], new Verdict[0]);

    private final String[] names;
    private final Verdict[] verdicts;

    /** Takes both arrays for its own. @param names shared by all that are of the same detectors */
    Verdicts(String[] names, Verdict[] verdicts) {
        this.names = names;
        this.verdicts = verdicts;
    }

    static Verdicts of(Map<String, Verdict> map) {
        if (map instanceof Verdicts verdicts) {
            return verdicts;
        }
        return map.isEmpty()
                ? NONE
                : new Verdicts(map.keySet().toArray(new String[0]), map.values().toArray(new Verdict[0]));
    }

    int count() {
        return names.length;
    }

    Verdict at(int place) {
        return verdicts[place];
    }

    @Override
    public @Nullable Verdict get(@Nullable Object name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return verdicts[i];
            }
        }
        return null;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return get(name) != null;
    }

    @Override
    public int size() {
        return names.length;
    }

    @Override
    public Set<Entry<String, Verdict>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return names.length;
            }

            @Override
            public Iterator<Entry<String, Verdict>> iterator() {
                return new Iterator<>() {
                    private int next;

                    @Override
                    public boolean hasNext() {
                        return next < names.length;
                    }

                    @Override
                    public Entry<String, Verdict> next() {
                        if (next >= names.length) {
                            throw new NoSuchElementException();
                        }
                        return Map.entry(names[next], verdicts[next++]);
                    }
                };
            }
        };
    }
}

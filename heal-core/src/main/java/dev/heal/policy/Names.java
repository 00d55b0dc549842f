package dev.heal.policy;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A few names in the order in which they were written; immutable, and a tenth of what a hash set takes: each target has some. */
final class Names extends AbstractSet<String> {

    private static final Names NONE = new Names(new String[0]);

    private final String[] names;

    private Names(String[] names) {
        this.names = names;
    }

    static Set<String> of(Collection<String> names) {
        if (names instanceof Names known) {
            return known;
        }
        return names.isEmpty() ? NONE : new Names(new LinkedHashSet<>(names).toArray(new String[0]));
    }

    @Override
    public boolean contains(@Nullable Object name) {
        for (String each : names) {
            if (each.equals(name)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Iterator<String> iterator() {
        return Arrays.asList(names).iterator();
    }

    @Override
    public int size() {
        return names.length;
    }
}

package dev.heal.policy;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A few things by name, in the order in which they were written; immutable, and a fifth of what a hash map takes: there is
 * one for each target, and with so few a search is as quick as a hash.
 *
 * @param <V> the things
 */
public class InOrder<V> extends AbstractMap<String, V> {

    private final String[] names;
    private final V[] values;

    /** Takes both arrays for its own; names may be shared by all that are of the same things. */
    protected InOrder(String[] names, V[] values) {
        this.names = names;
        this.values = values;
    }

    @SuppressWarnings("unchecked") // nothing else comes in, and nobody sees the array
    static <V> Map<String, V> of(Map<String, V> map) {
        return map instanceof InOrder
                ? map
                : new InOrder<>(
                        map.keySet().toArray(new String[0]), (V[]) map.values().toArray());
    }

    /** The thing at that place in the order. */
    public V at(int place) {
        return values[place];
    }

    @Override
    public @Nullable V get(@Nullable Object name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return values[i];
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
    public Set<Entry<String, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return names.length;
            }

            @Override
            public Iterator<Entry<String, V>> iterator() {
                return new Iterator<>() {
                    private int next;

                    @Override
                    public boolean hasNext() {
                        return next < names.length;
                    }

                    @Override
                    public Entry<String, V> next() {
                        if (next >= names.length) {
                            throw new NoSuchElementException();
                        }
                        return Map.entry(names[next], values[next++]);
                    }
                };
            }
        };
    }
}

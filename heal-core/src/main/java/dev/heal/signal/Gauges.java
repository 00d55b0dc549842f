package dev.heal.signal;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What gauges read at one look, by name, beside what was read before them. Immutable, and small: thousands of targets are
 * looked at each second, gauges are few, and so they are searched, not hashed.
 */
public final class Gauges extends AbstractMap<String, Double> {

    private final Map<String, Double> others;
    private final String[] names;
    private final double[] values;

    /**
     * Takes both arrays for its own.
     *
     * @param others immutable; holds none of these names
     */
    public Gauges(Map<String, Double> others, String[] names, double[] values) {
        this.others = others;
        this.names = names;
        this.values = values;
    }

    @Override
    public @Nullable Double get(@Nullable Object name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return values[i];
            }
        }
        return name == null ? null : others.get(name);
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return get(name) != null;
    }

    @Override
    public int size() {
        return names.length + others.size();
    }

    @Override
    public Set<Entry<String, Double>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return Gauges.this.size();
            }

            @Override
            public Iterator<Entry<String, Double>> iterator() {
                Iterator<Entry<String, Double>> before = others.entrySet().iterator();
                return new Iterator<>() {
                    private int next;

                    @Override
                    public boolean hasNext() {
                        return before.hasNext() || next < names.length;
                    }

                    @Override
                    public Entry<String, Double> next() {
                        if (before.hasNext()) {
                            return before.next();
                        }
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

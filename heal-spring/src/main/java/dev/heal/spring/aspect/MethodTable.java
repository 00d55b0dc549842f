package dev.heal.spring.aspect;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * What is known of methods, by method and type: a table with open addressing, copied for every entry that it gets, so that a
 * look-up is one read of an array and most often one comparison. It takes no lock and allocates nothing. Safe for use by all
 * threads. It holds on to the types for as long as it lives, which is as long as the context does.
 */
final class MethodTable {

    /** @param healed null for a method that is not annotated */
    record Entry(Method method, Class<?> type, @Nullable HealedMethod healed) {

        boolean is(Method otherMethod, Class<?> otherType) {
            // A proxy hands over the same object each time; others may come with a copy of it.
            return type == otherType && (method == otherMethod || method.equals(otherMethod));
        }
    }

    private static final int SMALLEST = 16;

    /** A power of two in length, and never more than half full; its elements do not change once it is here. */
    private volatile @Nullable Entry[] table = new Entry[SMALLEST];

    private int size;

    @Nullable
    Entry find(Method method, Class<?> type) {
        @Nullable Entry[] current = table;
        int mask = current.length - 1;
        for (int at = hash(method, type) & mask; ; at = (at + 1) & mask) {
            Entry entry = current[at];
            if (entry == null || entry.is(method, type)) {
                return entry;
            }
        }
    }

    /** In place of what is known of the method already. */
    synchronized void put(Entry added) {
        boolean known = find(added.method, added.type) != null;
        size += known ? 0 : 1;
        @Nullable Entry[] old = table;
        @Nullable Entry[] copy = new Entry[size * 2 > old.length ? old.length * 2 : old.length];
        insert(copy, added);
        for (Entry entry : old) {
            if (entry != null && !entry.is(added.method, added.type)) {
                insert(copy, entry);
            }
        }
        table = copy;
    }

    private static void insert(@Nullable Entry[] table, Entry entry) {
        int mask = table.length - 1;
        int at = hash(entry.method, entry.type) & mask;
        while (table[at] != null) {
            at = (at + 1) & mask;
        }
        table[at] = entry;
    }

    /** Overloads have one hash, so the parameters are counted in; both are kept by the JVM, nothing is computed from texts. */
    private static int hash(Method method, Class<?> type) {
        int mixed = (method.hashCode() * 31 + method.getParameterCount()) * 31 + type.hashCode();
        return mixed ^ (mixed >>> 16);
    }
}

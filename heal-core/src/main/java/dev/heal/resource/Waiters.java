package dev.heal.resource;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All threads inside {@code getConnection}. Hot: entering and leaving is one compare-and-set and one write to a slot
 * picked by thread; no lock.
 */
final class Waiters {

    private static final int SLOTS = 64;

    private final Chunk first = new Chunk();

    /** The slot a waiter took. */
    record Place(Chunk chunk, int index) {}

    static final class Chunk {
        final AtomicReferenceArray<Waiter> slots = new AtomicReferenceArray<>(SLOTS);
        private volatile @Nullable Chunk next;

        private synchronized Chunk grow() {
            Chunk known = next;
            if (known == null) {
                known = new Chunk();
                next = known;
            }
            return known;
        }
    }

    Place enter(Waiter waiter) {
        // Fibonacci hashing: neighbouring thread ids land on different cache lines.
        int start = (int) ((waiter.thread.getId() * 0x9E3779B97F4A7C15L) >>> 58);
        Chunk chunk = first;
        while (true) {
            for (int probe = 0; probe < SLOTS; probe++) {
                int index = (start + probe) & (SLOTS - 1);
                if (chunk.slots.get(index) == null && chunk.slots.compareAndSet(index, null, waiter)) {
                    return new Place(chunk, index);
                }
            }
            Chunk next = chunk.next;
            // Only ever as many chunks as there were waiters at once, divided by 64.
            chunk = next == null ? chunk.grow() : next;
        }
    }

    void leave(Place place) {
        place.chunk().slots.set(place.index(), null);
    }

    void forEach(Consumer<Waiter> visitor) {
        for (Chunk chunk = first; chunk != null; chunk = chunk.next) {
            for (int index = 0; index < SLOTS; index++) {
                Waiter waiter = chunk.slots.get(index);
                if (waiter != null) {
                    visitor.accept(waiter);
                }
            }
        }
    }

    int waitingOn(Object pool) {
        int[] count = {0};
        forEach(waiter -> {
            if (waiter.isWaitingOn(pool)) {
                count[0]++;
            }
        });
        return count[0];
    }
}

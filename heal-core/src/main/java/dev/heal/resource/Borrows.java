package dev.heal.resource;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who has which connection of one pool, and since when; kept without wrapping connections. A borrow writes one field; a
 * return is seen by looking at the handle. Holds one slot a physical connection, pruned when there are too many.
 */
final class Borrows {

    private final ConcurrentHashMap<Identity, Slot> slots = new ConcurrentHashMap<>();
    private volatile long progressAt;
    private volatile int pruneAbove = 64;

    /** One connection in the hands of one thread. */
    static final class Lease {
        final Connection handle;
        final Connection physical;
        final Thread borrower;
        final long since;
        private volatile boolean seenReturned;

        Lease(Connection handle, Connection physical, Thread borrower, long since) {
            this.handle = handle;
            this.physical = physical;
            this.borrower = borrower;
            this.since = since;
        }

        /** A pooled handle knows by itself, without I/O, whether it was given back. */
        boolean isReturned() {
            try {
                return handle.isClosed();
            } catch (SQLException e) {
                return false;
            }
        }
    }

    /** Drivers may define equals; only the object itself counts. */
    private record Identity(Connection connection) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Identity that && that.connection == connection;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(connection);
        }
    }

    private static final class Slot {
        volatile @Nullable Lease latest;
    }

    Borrows(long now) {
        this.progressAt = now;
    }

    /** Call thread, right after a successful borrow. */
    void lent(Connection handle, Thread borrower, long now) {
        Connection physical;
        try {
            physical = handle.unwrap(Connection.class);
        } catch (SQLException untrackable) {
            return;
        }
        Identity key = new Identity(physical);
        Slot slot = slots.get(key);
        if (slot == null) {
            slot = first(key);
        }
        slot.latest = new Lease(handle, physical, borrower, now);
        // Pruning may have taken the slot out just before it was written to: written first, looked up second.
        if (slots.get(key) != slot) {
            slots.put(key, slot);
        }
    }

    /** Connections in somebody's hands, oldest borrow first. */
    List<Lease> open() {
        List<Lease> open = new ArrayList<>();
        for (Slot slot : slots.values()) {
            Lease lease = slot.latest;
            if (lease != null && !lease.isReturned()) {
                open.add(lease);
            }
        }
        open.sort((a, b) -> Long.compare(a.since - b.since, 0));
        return open;
    }

    /** Physical connections that were lent once and are not in anybody's hands. */
    List<Connection> returned() {
        List<Connection> returned = new ArrayList<>();
        for (Slot slot : slots.values()) {
            Lease lease = slot.latest;
            if (lease != null && lease.isReturned()) {
                returned.add(lease.physical);
            }
        }
        return returned;
    }

    /** When a borrow last succeeded or a return was last seen; returns are noticed only by asking. */
    long progressAt(long now) {
        long latest = progressAt;
        for (Slot slot : slots.values()) {
            Lease lease = slot.latest;
            if (lease == null) {
                continue;
            }
            if (lease.since - latest > 0) {
                latest = lease.since;
            }
            if (!lease.seenReturned && lease.isReturned()) {
                lease.seenReturned = true;
                latest = now;
            }
        }
        progressAt = latest;
        return latest;
    }

    boolean holds(Connection handle) {
        for (Slot slot : slots.values()) {
            Lease lease = slot.latest;
            if (lease != null && lease.handle == handle) {
                return true;
            }
        }
        return false;
    }

    int size() {
        return slots.size();
    }

    private Slot first(Identity key) {
        if (slots.size() >= pruneAbove) {
            prune();
        }
        Slot slot = new Slot();
        Slot known = slots.putIfAbsent(key, slot);
        return known == null ? slot : known;
    }

    // Connections that the pool has closed stay behind as returned slots; a live one dropped here comes back by itself.
    private void prune() {
        slots.forEach((key, slot) -> {
            Lease seen = slot.latest;
            if (seen != null && seen.isReturned()) {
                slots.remove(key, slot);
                if (slot.latest != seen) {
                    slots.putIfAbsent(key, slot);
                }
            }
        });
        pruneAbove = Math.max(64, 2 * slots.size());
    }
}

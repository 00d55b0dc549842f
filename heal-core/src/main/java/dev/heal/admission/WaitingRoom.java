package dev.heal.admission;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Those that wait to be started: class before class, and within a class one of each user in turn, so that who sends most is
 * not served most. Who has to go when there is no place goes from the least important class, from the user who has most
 * waiting there, and is the one that has waited longest: nobody may wait for it any more, and somebody does for the newest.
 *
 * <p>Not safe for use by several threads.
 */
final class WaitingRoom {

    /** The requests of one user in one class, the oldest first. */
    static final class Line {
        private final Hall hall;
        private final long user;
        private @Nullable Waiter oldest;
        private @Nullable Waiter newest;
        private int length;

        Line(Hall hall, long user) {
            this.hall = hall;
            this.user = user;
        }

        private void add(Waiter waiter) {
            waiter.line = this;
            waiter.older = newest;
            if (newest == null) {
                oldest = waiter;
            } else {
                newest.newer = waiter;
            }
            newest = waiter;
            length++;
        }

        private void remove(Waiter waiter) {
            Waiter older = waiter.older;
            Waiter newer = waiter.newer;
            if (older == null) {
                oldest = newer;
            } else {
                older.newer = newer;
            }
            if (newer == null) {
                newest = older;
            } else {
                newer.older = older;
            }
            waiter.older = null;
            waiter.newer = null;
            waiter.line = null;
            length--;
        }

        private long waitingSince() {
            return oldest == null ? 0 : oldest.arrived;
        }
    }

    /** One class. */
    private static final class Hall {

        /** The longest line first, of equal ones that whose oldest has waited longest. */
        private static final Comparator<Line> HEAVIEST = Comparator.comparingInt((Line line) -> -line.length)
                .thenComparingLong(Line::waitingSince)
                .thenComparingLong(line -> line.user);

        private final Map<Long, Line> lines = new HashMap<>();
        private final Set<Line> turns = new LinkedHashSet<>();
        private final TreeSet<Line> heaviest = new TreeSet<>(HEAVIEST);

        void add(Waiter waiter) {
            Line line = lines.get(waiter.request.user());
            if (line == null) {
                line = new Line(this, waiter.request.user());
                lines.put(line.user, line);
                turns.add(line);
            } else {
                heaviest.remove(line);
            }
            line.add(waiter);
            heaviest.add(line);
        }

        void remove(Line line, Waiter waiter) {
            heaviest.remove(line);
            line.remove(waiter);
            if (line.length == 0) {
                lines.remove(line.user);
                turns.remove(line);
            } else {
                heaviest.add(line);
            }
        }

        @Nullable
        Waiter next(boolean newestFirst) {
            Iterator<Line> first = turns.iterator();
            if (!first.hasNext()) {
                return null;
            }
            Line line = first.next();
            first.remove();
            // Last in turn from now on, and out of it if this was all that waited.
            turns.add(line);
            Waiter next = newestFirst ? line.newest : line.oldest;
            if (next != null) {
                remove(line, next);
            }
            return next;
        }

        @Nullable
        Waiter victim() {
            return heaviest.isEmpty() ? null : heaviest.first().oldest;
        }

        boolean isEmpty() {
            return lines.isEmpty();
        }
    }

    private final List<Hall> halls = new ArrayList<>();
    private int size;

    WaitingRoom() {
        Priority.all().forEach(priority -> halls.add(new Hall()));
    }

    int size() {
        return size;
    }

    void add(Waiter waiter, long now) {
        waiter.arrived = now;
        hall(waiter).add(waiter);
        size++;
    }

    /** False if it does not wait here. */
    boolean remove(Waiter waiter) {
        Line line = waiter.line;
        if (line == null) {
            return false;
        }
        line.hall.remove(line, waiter);
        size--;
        return true;
    }

    /**
     * Takes out whose turn it is; null if nobody waits.
     *
     * @param newestFirst whether a user's newest goes first, else his oldest
     */
    @Nullable
    Waiter next(boolean newestFirst) {
        for (Hall hall : halls) {
            Waiter next = hall.next(newestFirst);
            if (next != null) {
                size--;
                return next;
            }
        }
        return null;
    }

    /** Takes out who has to go first; null if nobody waits. */
    @Nullable
    Waiter evict() {
        Priority last = leastImportant();
        Waiter victim = last == null ? null : halls.get(last.ordinal()).victim();
        if (victim != null) {
            remove(victim);
        }
        return victim;
    }

    /** The least important class of which somebody waits; null if nobody does. */
    @Nullable
    Priority leastImportant() {
        for (int i = halls.size() - 1; i >= 0; i--) {
            if (!halls.get(i).isEmpty()) {
                return Priority.all().get(i);
            }
        }
        return null;
    }

    /** Takes out all those for whom it is too late. */
    void expire(Predicate<Waiter> isOver, Consumer<Waiter> expired) {
        for (Hall hall : halls) {
            for (Line line : List.copyOf(hall.lines.values())) {
                Waiter waiter = line.oldest;
                while (waiter != null) {
                    Waiter newer = waiter.newer;
                    if (isOver.test(waiter)) {
                        remove(waiter);
                        expired.accept(waiter);
                    }
                    waiter = newer;
                }
            }
        }
    }

    private Hall hall(Waiter waiter) {
        return halls.get(waiter.request.priority().ordinal());
    }
}

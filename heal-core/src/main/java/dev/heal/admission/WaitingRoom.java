package dev.heal.admission;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Those that wait to be started: class before class, and within a class that of the user who has had the fewest turns, so
 * that who sends most is not served most. Who has to go when there is no place goes from the least important class, from the
 * user whose last one would be served last, and is the one of his that has waited longest: nobody may wait for it any more,
 * and somebody does for the newest.
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

        /** So many turns it has had. */
        private long turns;

        /** When one last came to it, as a number that only grows. */
        private long joined;

        Line(Hall hall, long user, long turns, long joined) {
            this.hall = hall;
            this.user = user;
            this.turns = turns;
            this.joined = joined;
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

        private long lastTurn() {
            return turns + length;
        }
    }

    /** One class. */
    private static final class Hall {

        /** So many turns may a user have missed that he makes up for when he comes again. */
        private static final int CREDIT = 4;

        /** So many times as many as wait are served, at most, until everybody counts as having had a turn more. */
        private static final int CROWD = 5;

        /** Of so many users who do not wait now it is known how many turns they have had. */
        private static final int REMEMBERED = 1_000;

        private static final Comparator<Line> FEWEST_TURNS =
                Comparator.comparingLong((Line line) -> line.turns).thenComparingLong(line -> line.joined);

        /** First that which would be served last. */
        private static final Comparator<Line> HEAVIEST = Comparator.comparingLong((Line line) -> -line.lastTurn())
                .thenComparingLong(line -> -line.turns)
                .thenComparingLong(line -> line.joined);

        private final Map<Long, Line> lines = new HashMap<>();
        private final TreeSet<Line> order = new TreeSet<>(FEWEST_TURNS);
        private final TreeSet<Line> heaviest = new TreeSet<>(HEAVIEST);
        private final Map<Long, Long> turnsOfAbsent = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
                return size() > REMEMBERED;
            }
        };

        /** So many turns have those had whose turn it is. */
        private long turn;

        private int servedInTurn;
        private long joined;

        void add(Waiter waiter) {
            Line line = lines.get(waiter.request.user());
            if (line == null) {
                line = join(waiter.request.user());
            } else {
                leave(line);
                line.joined = ++joined;
            }
            line.add(waiter);
            enter(line);
        }

        /** Who is new has had as many turns as those whose turn it is, and nobody saves up more than a few. */
        private Line join(long user) {
            Long known = turnsOfAbsent.remove(user);
            Line line = new Line(this, user, known == null ? turn : Math.max(known, turn - CREDIT), ++joined);
            lines.put(user, line);
            return line;
        }

        void remove(Line line, Waiter waiter) {
            leave(line);
            goOn(line, waiter);
        }

        void serve(Line line, Waiter waiter) {
            goOnWithTurns(line.turns);
            leave(line);
            line.turns++;
            goOn(line, waiter);
        }

        /**
         * Turns go on with whoever is served; and also where new users come all the time, who have had none: else those who
         * have would never be served again.
         */
        private void goOnWithTurns(long turns) {
            if (turns > turn) {
                turn = turns;
                servedInTurn = 0;
            } else if (++servedInTurn >= Math.min(lines.size() + turnsOfAbsent.size(), CROWD * lines.size())) {
                turn++;
                servedInTurn = 0;
            }
        }

        private void goOn(Line line, Waiter waiter) {
            line.remove(waiter);
            if (line.length == 0) {
                takeOut(line);
                lines.remove(line.user);
                turnsOfAbsent.put(line.user, line.turns);
            } else {
                enter(line);
            }
        }

        // The sets find a line by what it was when it came in, so it has to be out of them while that changes. One that
        // is
        // alone there is found anyway: so it is where nobody tells users apart.
        private void leave(Line line) {
            if (order.size() > 1) {
                takeOut(line);
            }
        }

        private void takeOut(Line line) {
            order.remove(line);
            heaviest.remove(line);
        }

        private void enter(Line line) {
            order.add(line);
            heaviest.add(line);
        }

        @Nullable
        Waiter next(boolean newestFirst) {
            if (order.isEmpty()) {
                return null;
            }
            return newestFirst ? freshest(order.first().turns).newest : order.first().oldest;
        }

        /** Of those with so few turns the one whose newest came last. */
        private Line freshest(long turns) {
            Line line = order.lower(new Line(this, 0, turns, Long.MAX_VALUE));
            return line == null ? order.first() : line;
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
     * Whose turn it is; null if nobody waits. Stays there: {@link #serve} or {@link #remove} takes him out.
     *
     * @param newestFirst whether the newest goes first, else the oldest
     */
    @Nullable
    Waiter next(boolean newestFirst) {
        for (Hall hall : halls) {
            Waiter next = hall.next(newestFirst);
            if (next != null) {
                return next;
            }
        }
        return null;
    }

    /** Takes out one whose turn it is. */
    void serve(Waiter waiter) {
        Line line = waiter.line;
        if (line != null) {
            line.hall.serve(line, waiter);
            size--;
        }
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

package dev.heal.benchmarks.overload;

import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Controlled delay with adaptive LIFO as Facebook describes it (Maurer, Fail at Scale, ACM Queue 13(8), 2015), with the
 * constants given there: if the queue has not been empty for 100 ms a request may stay in it for 5 ms only, else for 100 ms;
 * and then the newest is served first. Who has stayed for too long is turned away.
 */
final class CodelLifo extends Gate {

    private static final long INTERVAL = 100_000_000;
    private static final long TARGET = 5_000_000;

    private record Queued(Call call, long until) {}

    private final ArrayDeque<Queued> queue = new ArrayDeque<>();
    private long lastEmpty;

    CodelLifo(Desk desk) {
        super(desk);
    }

    @Override
    void arrived(Call call, long now) {
        if (queue.isEmpty()) {
            lastEmpty = now;
        }
        queue.addLast(new Queued(call, now + (isOverloaded(now) ? TARGET : INTERVAL)));
        desk.wake();
    }

    @Override
    @Nullable
    Call next(long now) {
        expire(now);
        boolean newestFirst = isOverloaded(now);
        Queued next = newestFirst ? queue.pollLast() : queue.pollFirst();
        if (queue.isEmpty()) {
            lastEmpty = now;
        }
        return next == null ? null : next.call;
    }

    @Override
    void tick(long now) {
        // Those with a long time to stay may stand before those with a short one.
        for (Iterator<Queued> all = queue.iterator(); all.hasNext(); ) {
            Queued each = all.next();
            if (each.until <= now) {
                all.remove();
                desk.reject(each.call);
            }
        }
    }

    private void expire(long now) {
        while (!queue.isEmpty() && queue.peekFirst().until <= now) {
            desk.reject(queue.pollFirst().call);
        }
        while (!queue.isEmpty() && queue.peekLast().until <= now) {
            desk.reject(queue.pollLast().call);
        }
    }

    private boolean isOverloaded(long now) {
        return now - lastEmpty > INTERVAL;
    }
}

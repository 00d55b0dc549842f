package dev.heal.test.simulation;

import dev.heal.time.ManualClock;
import java.time.Duration;
import java.util.PriorityQueue;

/** What happens when, in virtual time: one thing after another; what is due at the same moment, in the order of asking. */
final class Schedule {

    private record Due(long at, long number, Runnable what) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(number, other.number);
        }
    }

    private final ManualClock clock;
    private final PriorityQueue<Due> line = new PriorityQueue<>();
    private long number;

    Schedule(ManualClock clock) {
        this.clock = clock;
    }

    /** True time, in nanoseconds since the beginning. */
    long now() {
        return clock.nanos();
    }

    void at(long nanos, Runnable what) {
        line.add(new Due(Math.max(nanos, now()), number++, what));
    }

    void after(Duration delay, Runnable what) {
        at(now() + delay.toNanos(), what);
    }

    /** Lets the next thing happen if it is due by then; returns whether there was one. */
    boolean next(long until) {
        Due due = line.peek();
        if (due == null || due.at() > until) {
            return false;
        }
        line.remove();
        clock.advance(Duration.ofNanos(due.at() - now()));
        due.what().run();
        return true;
    }
}

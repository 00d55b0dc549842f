package dev.heal.examples.load;

import dev.heal.time.Clock;
import java.util.concurrent.CompletionStage;

/**
 * Sends what is due, and never waits for an answer (an open loop).
 *
 * <p>It has no thread of its own: somebody calls {@link #doWork()} often. If that comes late, all that fell due goes
 * out at once and is still measured from when it was due, so a stall hides nothing (no coordinated omission).
 * {@code doWork} is for one thread; answers may come on any.
 */
public final class LoadGenerator {

    /** Asks one question; true is the right answer. Must not block. */
    public interface Sender {
        CompletionStage<Boolean> send(long number);
    }

    private final Clock clock;
    private final Schedule schedule;
    private final Sender sender;
    private final Timeline timeline;
    private final long startNanos;
    private long next;

    /** The first page is due at once. */
    public LoadGenerator(Clock clock, Schedule schedule, Sender sender, Timeline timeline) {
        this.clock = clock;
        this.schedule = schedule;
        this.sender = sender;
        this.timeline = timeline;
        this.startNanos = clock.nanos();
    }

    /** When the next request is due, on the clock's nanoseconds. */
    public long nextDueNanos() {
        return startNanos + schedule.dueAfterNanos(next);
    }

    /** Sends all that is due and returns how many that were. */
    public int doWork() {
        int sent = 0;
        while (nextDueNanos() - clock.nanos() <= 0) {
            send(next, nextDueNanos());
            next++;
            sent++;
        }
        return sent;
    }

    private void send(long number, long dueNanos) {
        Timeline.Entry entry = timeline.sent(dueNanos, clock.nanos());
        try {
            sender.send(number)
                    .whenComplete((right, failure) ->
                            entry.ended(clock.nanos(), failure == null && Boolean.TRUE.equals(right)));
        } catch (RuntimeException notSent) {
            entry.ended(clock.nanos(), false);
        }
    }
}

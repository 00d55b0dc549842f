package dev.heal.loop;

import dev.heal.text.Durations;
import dev.heal.text.SafeText;
import dev.heal.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop thread: takes facts as they come and ticks at a fixed delay. {@link #work} is its whole body, so a test or a
 * simulation may drive it by hand.
 *
 * <p>Ticks that were missed are never made up for. If far more time than a tick has passed, the loop itself was away (the
 * process was stopped, the machine slept): what was measured in between is thrown away.
 */
final class Supervisor {

    /** A loop this many ticks late, and at least this long, was away. */
    private static final int GAP_TICKS = 20;

    private static final Duration SHORTEST_GAP = Duration.ofSeconds(5);
    /** To be woken costs more than to take a letter, and looks come back one by one: so they are taken some at a time. */
    private static final Duration TOGETHER = Duration.ofMillis(1);

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    private record Letter(Healer healer, Fact fact) {
        /** A fault in heal itself must not end the loop for the other targets. */
        void deliver() {
            try {
                healer.accept(fact);
            } catch (Throwable fault) {
                failed(healer.name(), fault);
            }
        }
    }

    private final Clock clock;
    private final Duration tick;
    private final LinkedBlockingQueue<Letter> inbox = new LinkedBlockingQueue<>();
    private List<Healer> healers = List.of();
    private Runnable everyTick = () -> {};
    private Runnable afterTick = () -> {};
    private long lastTick;
    private long lastLetter;
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile boolean stopping;
    private @Nullable Thread thread;

    Supervisor(Clock clock, Duration tick) {
        this.clock = clock;
        this.tick = tick;
        this.lastTick = clock.nanos();
    }

    /**
     * Before the start only.
     *
     * @param everyTick what is done first in each tick; must not throw
     * @param afterTick what is done when each of them has ticked; must not throw
     */
    void watch(List<Healer> healers, Runnable everyTick, Runnable afterTick) {
        this.healers = List.copyOf(healers);
        this.everyTick = everyTick;
        this.afterTick = afterTick;
    }

    /** Takes a fact from any thread. */
    void post(Healer healer, Fact fact) {
        inbox.add(new Letter(healer, fact));
    }

    /** Takes what has come in, then ticks if it is time. Does not block. */
    void work() {
        noticeGap();
        drain();
        long now = clock.nanos();
        if (now - lastTick - tick.toNanos() < 0) {
            return;
        }
        lastTick = now;
        contained("all", everyTick);
        Moment moment = new Moment(now, clock.now());
        for (Healer healer : healers) {
            try {
                healer.tick(moment);
            } catch (Throwable fault) {
                failed(healer.name(), fault);
            }
        }
        contained("all", afterTick);
        drain();
    }

    /** Before any fact is taken: one from a thread that came to itself sooner must not be judged as if nothing had been. */
    private void noticeGap() {
        long now = clock.nanos();
        Duration gap = Duration.ofNanos(now - lastTick);
        if (gap.compareTo(SHORTEST_GAP) < 0 || gap.compareTo(tick.multipliedBy(GAP_TICKS)) < 0) {
            return;
        }
        lastTick = now - tick.toNanos(); // the next tick is due, and only one
        LOG.warn("the loop was away for {}: signals of that time are thrown away", Durations.text(gap));
        for (Healer healer : healers) {
            contained(healer.name(), () -> healer.gap(gap));
        }
    }

    /** Takes what still comes in after the end, for at most so long. */
    void drain(Duration atMost, BooleanSupplier done) {
        long deadline = clock.nanos() + atMost.toNanos();
        drain();
        while (!done.getAsBoolean() && deadline - clock.nanos() > 0) {
            try {
                Letter letter = inbox.poll(deadline - clock.nanos(), TimeUnit.NANOSECONDS);
                if (letter == null) {
                    return;
                }
                letter.deliver();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void drain() {
        // No more than were there: whoever writes faster than this reads must not keep the ticks from coming.
        for (int left = inbox.size(); left > 0; left--) {
            Letter next = inbox.poll();
            if (next == null) {
                return;
            }
            next.deliver();
        }
    }

    /** A fault in heal itself must not end the loop for the other targets. */
    private static void contained(String target, Runnable body) {
        try {
            body.run();
        } catch (Throwable fault) {
            failed(target, fault);
        }
    }

    private static void failed(String target, Throwable fault) {
        LOG.error("target {}: the loop failed, and goes on: {}", target, SafeText.of(fault));
        LOG.debug("target {}: the loop failed here", target, fault);
    }

    synchronized void start() {
        if (stopping) {
            throw new IllegalStateException("heal has been closed and does not start again: build a new one");
        }
        if (thread != null) {
            return;
        }
        lastTick = clock.nanos();
        Thread loop = Workers.named("heal-loop-").newThread(this::run);
        thread = loop;
        loop.start();
    }

    private void run() {
        while (!stopping) {
            work();
            long wait = tick.toNanos() - (clock.nanos() - lastTick);
            try {
                Letter letter = inbox.poll(Math.max(1, wait), TimeUnit.NANOSECONDS);
                if (letter != null) {
                    noticeGap();
                    letter.deliver();
                    breathe();
                }
            } catch (InterruptedException stop) {
                break;
            }
        }
    }

    /** After a letter that came alone the loop is at once there for the next; one of many has the others wait for it. */
    private void breathe() throws InterruptedException {
        long now = clock.nanos();
        boolean many = now - lastLetter < TOGETHER.toNanos() * 2;
        lastLetter = now;
        if (many) {
            end.await(TOGETHER.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Ends the loop, then closes what is open; at most about {@code limit}. */
    void close(Duration limit) {
        stopping = true;
        end.countDown();
        Thread loop;
        synchronized (this) {
            loop = thread;
        }
        if (loop != null && loop != Thread.currentThread()) {
            loop.interrupt();
            try {
                loop.join(limit.toMillis());
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
        for (Healer healer : healers) {
            contained(healer.name(), healer::stop);
        }
    }
}

package dev.heal.test.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** The threads of one simulation, used again for run after run; never more than one of them runs. */
final class Carriers implements AutoCloseable {

    /** Longer than any run. */
    static final Duration FOREVER = Duration.ofDays(1);

    private final Deque<Carrier> idle = new ArrayDeque<>();
    private final Set<Carrier> busy = new LinkedHashSet<>();
    private int made;

    /** Runs the body on a thread of its own until it pauses or ends; on the scheduler's thread. */
    void begin(Runnable body) {
        Carrier carrier = idle.isEmpty() ? make() : idle.pop();
        busy.add(carrier);
        carrier.begin(body);
        settle(carrier);
    }

    private Carrier make() {
        Carrier carrier = new Carrier("simulation-carrier-" + ++made);
        carrier.start();
        return carrier;
    }

    private void settle(Carrier carrier) {
        if (carrier.isEnded() && busy.remove(carrier)) {
            idle.push(carrier);
        }
    }

    /** Whether the calling code is a body that may pause. */
    static boolean isCarried() {
        return Thread.currentThread() instanceof Carrier;
    }

    /**
     * Lets so much virtual time pass for the calling body.
     *
     * @param timer does something after a while, on the scheduler's thread
     */
    void pause(Duration span, BiConsumer<Duration, Runnable> timer) throws InterruptedException {
        if (!(Thread.currentThread() instanceof Carrier carrier)) {
            throw new IllegalStateException("only what runs on a carrier can pause");
        }
        boolean[] over = {false};
        Runnable goOn = () -> {
            if (!over[0]) {
                over[0] = true;
                carrier.goOn();
                settle(carrier);
            }
        };
        timer.accept(span, goOn);
        try {
            carrier.pause(() -> timer.accept(Duration.ZERO, goOn));
        } finally {
            over[0] = true;
        }
    }

    /** Ends every body where it pauses: its process is gone. */
    void killAll() {
        List<Carrier> all = new ArrayList<>(busy);
        for (Carrier carrier : all) {
            while (!carrier.isEnded()) {
                carrier.kill();
            }
            settle(carrier);
        }
    }

    /** How many bodies have not ended. */
    int underWay() {
        return busy.size();
    }

    @Override
    public void close() {
        killAll();
        idle.forEach(Carrier::dismiss);
        for (Carrier carrier : idle) {
            try {
                carrier.join();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        idle.clear();
    }
}

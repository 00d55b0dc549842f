package dev.heal.loop;

import java.util.concurrent.atomic.AtomicInteger;

/** Where two threads wait for each other, so that what is slow to prepare is not also rarely done at the same time. */
final class Meeting {

    /** Far longer than a thread needs that runs, and short beside one that does not. */
    private static final int PATIENCE = 100_000;

    private final AtomicInteger present = new AtomicInteger();

    void arrive() {
        present.incrementAndGet();
        for (int i = 0; i < PATIENCE && present.get() < 2; i++) {
            Thread.onSpinWait();
        }
    }
}

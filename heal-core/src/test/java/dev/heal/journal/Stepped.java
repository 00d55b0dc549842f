package dev.heal.journal;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/** The journal's thread as a test drives it: what it is given waits until {@link #run}. */
final class Stepped implements Executor {

    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private boolean isInline;

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (isInline) {
            run();
        }
    }

    void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** From now on all happens at once, so that closing need not wait. */
    Stepped inline() {
        isInline = true;
        run();
        return this;
    }
}

package dev.heal.region;

import dev.heal.text.SafeText;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who are told that a region was left, each on a thread of its own and in the order of the events: one that throws or
 * blocks holds up neither the move nor the others.
 */
final class Listeners<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    /** So many events wait for a listener that blocks; what comes after them it is not told. */
    private static final int WAITING = 16;

    private record Listener<T>(Consumer<Region<T>> told, ThreadPoolExecutor thread) {}

    private final String router;
    private final List<Listener<T>> listeners = new CopyOnWriteArrayList<>();

    Listeners(String router) {
        this.router = router;
    }

    void add(Consumer<Region<T>> listener) {
        ThreadPoolExecutor thread =
                new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), work -> {
                    Thread worker = new Thread(work, "heal-" + router + "-left");
                    worker.setDaemon(true);
                    return worker;
                });
        thread.allowCoreThreadTimeOut(true);
        listeners.add(new Listener<>(listener, thread));
    }

    void tell(Region<T> left) {
        for (Listener<T> listener : listeners) {
            try {
                listener.thread.execute(() -> tell(listener.told, left));
            } catch (Throwable failure) {
                LOG.warn("a listener is not told that {} was left: {}", left.target(), SafeText.of(failure));
            }
        }
    }

    private static <T> void tell(Consumer<Region<T>> told, Region<T> left) {
        try {
            told.accept(left);
        } catch (Throwable failure) {
            LOG.warn("a listener failed that was told that {} was left: {}", left.target(), SafeText.of(failure));
        }
    }
}

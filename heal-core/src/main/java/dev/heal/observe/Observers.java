package dev.heal.observe;

import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent;
import dev.heal.text.SafeText;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every observer, each on a thread of its own with a bounded queue, so that one that blocks or throws delays neither
 * the loop nor the others. What does not fit into a queue is dropped and counted.
 */
public final class Observers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Observers.class);
    private static final int QUEUE = 1_000;

    private record Listener(Observer observer, Executor mailbox) {}

    private final List<Listener> listeners;
    private final AtomicLong dropped = new AtomicLong();

    private Observers(List<Listener> listeners) {
        this.listeners = listeners;
    }

    /** Each with a thread of its own, which ends when there is nothing to tell. */
    public static Observers onOwnThreads(List<Observer> observers, ThreadFactory threads) {
        return on(observers, observer -> mailbox(threads));
    }

    /** Each on the executor that is made for it. */
    public static Observers on(List<Observer> observers, Function<Observer, Executor> mailboxes) {
        return new Observers(observers.stream()
                .map(observer -> new Listener(observer, mailboxes.apply(observer)))
                .toList());
    }

    /** Never blocks and never throws. */
    public void tell(Incident incident, IncidentEvent event) {
        for (Listener listener : listeners) {
            try {
                listener.mailbox.execute(() -> deliver(listener.observer, incident, event));
            } catch (RejectedExecutionException full) {
                dropped.incrementAndGet();
            }
        }
    }

    /** How many times an observer was not told, because its queue was full. */
    public long dropped() {
        return dropped.get();
    }

    /** Lets the observers hear what they have not heard yet, for at most a second. */
    @Override
    public void close() {
        for (Listener listener : listeners) {
            if (listener.mailbox instanceof ThreadPoolExecutor pool) {
                pool.shutdown();
            }
        }
        long patience = Duration.ofSeconds(1).toMillis() / Math.max(1, listeners.size());
        for (Listener listener : listeners) {
            if (listener.mailbox instanceof ThreadPoolExecutor pool) {
                try {
                    if (!pool.awaitTermination(patience, TimeUnit.MILLISECONDS)) {
                        pool.shutdownNow();
                    }
                } catch (InterruptedException stop) {
                    pool.shutdownNow();
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private static void deliver(Observer observer, Incident incident, IncidentEvent event) {
        try {
            observer.onEvent(incident, event);
        } catch (Throwable failure) {
            // Errors too: a LinkageError in somebody's notifier must not end the thread that tells the others.
            LOG.warn(
                    "the observer {} failed on {} of incident {}: {}",
                    observer.getClass().getName(),
                    event.type(),
                    incident.id(),
                    SafeText.of(failure));
        }
    }

    private static Executor mailbox(ThreadFactory threads) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE), threads);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}

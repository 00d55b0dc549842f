package dev.heal.region;

import dev.heal.text.SafeText;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls under way in one region that can be made to fail at once. A call puts itself in when it begins and takes itself
 * out when it ends; nothing else is kept of it.
 */
final class UnderWay {

    private static final Logger LOG = LoggerFactory.getLogger(UnderWay.class);

    /** A thousand calls are not a thousand threads ... */
    private static final int THREADS = 4;

    /** ... but while none of them gets on as many again are begun, until there are so many. */
    private static final int MOST_THREADS = 64;

    private static final long PATIENCE_MILLIS = 250;

    /** A call that can be made to fail. Compared as the object that it is. */
    interface Cut {

        /** May block, as a driver or whoever waits for the call may; does nothing if the call has ended. */
        void cut() throws Exception;
    }

    private final Set<Cut> calls = ConcurrentHashMap.newKeySet();

    /** Whoever adds one looks afterwards whether the region has been left meanwhile: it may have come too late. */
    void add(Cut call) {
        calls.add(call);
    }

    void remove(Cut call) {
        calls.remove(call);
    }

    int size() {
        return calls.size();
    }

    /** Cuts them all, on threads of their own, since whoever waits for a call may go on in the one that cuts it. Returns at once. */
    void cutAll(String name) {
        if (!calls.isEmpty()) {
            new Cutting(name, new ConcurrentLinkedQueue<>(calls)).begin();
        }
    }

    /** One time that all are cut. */
    private final class Cutting {

        private final String name;
        private final Queue<Cut> left;
        private final Semaphore ended = new Semaphore(0);
        private int threads;

        Cutting(String name, Queue<Cut> left) {
            this.name = name;
            this.left = left;
        }

        void begin() {
            start(this::watch, "heal-" + name + "-cut");
        }

        private static void start(Runnable work, String name) {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            thread.start();
        }

        private void watch() {
            try {
                more(Math.min(THREADS, left.size()));
                while (!left.isEmpty()) {
                    if (ended.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                        ended.drainPermits();
                    } else if (threads < MOST_THREADS) {
                        more(Math.min(threads, left.size()));
                    } else {
                        LOG.warn(
                                "{} threads hang that cut the calls in flight of {}; {} calls wait for them or for their own"
                                        + " deadline",
                                threads,
                                name,
                                left.size());
                        return;
                    }
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            } catch (Throwable failure) {
                // No thread to be had, say; those that were had go on.
                LOG.warn("not all calls in flight of {} could be cut: {}", name, SafeText.of(failure));
            }
        }

        private void more(int count) {
            for (int i = 0; i < count; i++) {
                threads++;
                start(this::cutEach, "heal-" + name + "-cut-" + threads);
            }
        }

        private void cutEach() {
            for (Cut call = left.poll(); call != null; call = left.poll()) {
                if (calls.remove(call)) {
                    cut(call);
                }
                ended.release();
            }
        }
    }

    static void cut(Cut call) {
        try {
            call.cut();
        } catch (Throwable failure) {
            LOG.warn("a call in flight could not be cut, and is left to its own deadline: {}", SafeText.of(failure));
        }
    }
}

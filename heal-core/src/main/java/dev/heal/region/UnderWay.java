package dev.heal.region;

import dev.heal.text.SafeText;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls under way in one region that can be made to fail at once. A call puts itself in when it begins and takes itself
 * out when it ends; nothing else is kept of it.
 */
final class UnderWay {

    private static final Logger LOG = LoggerFactory.getLogger(UnderWay.class);

    /** One that hangs in a driver must not keep the others from being cut; and a thousand calls are not a thousand threads. */
    private static final int THREADS = 4;

    /** A call that can be made to fail. Compared as the object that it is. */
    interface Cut {

        /** May block; does nothing if the call has ended. */
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

    /** Cuts them all, on threads of their own. Returns at once. */
    void cutAll(String name) {
        Queue<Cut> left = new ConcurrentLinkedQueue<>(calls);
        int threads = Math.min(THREADS, left.size());
        for (int i = 1; i <= threads; i++) {
            Thread thread = new Thread(() -> cutEach(left), "heal-" + name + "-cut-" + i);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void cutEach(Queue<Cut> left) {
        for (Cut call = left.poll(); call != null; call = left.poll()) {
            if (calls.remove(call)) {
                cut(call);
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

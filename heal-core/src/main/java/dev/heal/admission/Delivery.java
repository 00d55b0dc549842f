package dev.heal.admission;

import dev.heal.admission.Admission.Answer;
import java.util.ArrayDeque;

/**
 * Tells waiters what was decided: outside of the lock, on the thread whose fact decided it, and one after another. What a
 * waiter does may be a fact that decides about the next; that one is told when the first has returned, not from within it,
 * or a thousand that wait would overflow the stack.
 */
final class Delivery {

    private record Decided(Waiter waiter, boolean isAdmitted, long now) {
        void tell() {
            if (isAdmitted) {
                waiter.admitted(now);
            } else {
                waiter.rejected(now);
            }
        }
    }

    private static final class Tray {
        private final ArrayDeque<Decided> decided = new ArrayDeque<>();
        private boolean isDelivering;
    }

    private final ThreadLocal<Tray> trays = ThreadLocal.withInitial(Tray::new);

    void admitted(Waiter waiter, long now) {
        trays.get().decided.addLast(new Decided(waiter, true, now));
    }

    void rejected(Waiter waiter, long now) {
        trays.get().decided.addLast(new Decided(waiter, false, now));
    }

    /** Takes this waiter's own answer out, since whoever asks gets it as a result. */
    Answer withdraw(Waiter waiter) {
        Tray tray = trays.get();
        Decided own = null;
        for (Decided each : tray.decided) {
            if (each.waiter == waiter) {
                own = each;
            }
        }
        if (own == null) {
            return Answer.WAITING;
        }
        tray.decided.remove(own);
        return own.isAdmitted ? Answer.ADMITTED : Answer.REJECTED;
    }

    /** Throws what the first waiter threw that did, an exception or an error, after all were told. */
    void deliver() {
        Tray tray = trays.get();
        if (tray.isDelivering || tray.decided.isEmpty()) {
            return;
        }
        tray.isDelivering = true;
        Throwable thrown = null;
        try {
            for (Decided next = tray.decided.pollFirst(); next != null; next = tray.decided.pollFirst()) {
                try {
                    next.tell();
                } catch (RuntimeException | Error own) {
                    // One waiter's fault must not keep the others waiting: what lies in this tray no other thread
                    // tells.
                    thrown = thrown == null ? own : thrown;
                }
            }
        } finally {
            tray.isDelivering = false;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
    }
}

package dev.heal.test.simulation;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A real thread for code that takes virtual time. Either it runs or the scheduler does, never both: so what it does has its
 * place in the order of the seed. An interrupt is a note that it finds at its next pause, for a real one would wake it out
 * of turn.
 */
final class Carrier extends Thread {

    /** The process that the code was part of is gone: it ends where it stands. */
    @SuppressWarnings("serial")
    static final class Killed extends Error {
        Killed() {
            super("the process has ended", null, false, false);
        }
    }

    private static final StackTraceElement[] NOWHERE = {
        new StackTraceElement("simulated.Remediation", "apply", "Simulated.java", 1)
    };

    private final Semaphore turn = new Semaphore(0);
    private final Semaphore back = new Semaphore(0);
    private @Nullable Runnable body;
    private @Nullable Runnable onInterrupt;
    private boolean interrupted;
    private boolean killed;
    private boolean ended;

    Carrier(String name) {
        super(name);
        setDaemon(true);
    }

    // -- the scheduler's side

    /** Runs the body until it pauses or ends. */
    void begin(Runnable work) {
        body = work;
        interrupted = false;
        killed = false;
        ended = false;
        onInterrupt = null;
        goOn();
    }

    /** Goes on after a pause, until the next one or the end. */
    void goOn() {
        turn.release();
        back.acquireUninterruptibly();
    }

    /** Ends the body where it pauses. */
    void kill() {
        killed = true;
        goOn();
    }

    /** Ends the thread; only between two bodies. */
    void dismiss() {
        body = null;
        turn.release();
    }

    boolean isEnded() {
        return ended;
    }

    // -- the body's side

    /** Gives the turn away until somebody resumes it. */
    void pause(Runnable wakeUp) throws InterruptedException {
        if (!interrupted) {
            onInterrupt = wakeUp;
            back.release();
            turn.acquireUninterruptibly();
            onInterrupt = null;
        }
        if (killed) {
            throw new Killed();
        }
        if (interrupted) {
            interrupted = false;
            throw new InterruptedException("interrupted");
        }
    }

    @Override
    public void run() {
        while (true) {
            turn.acquireUninterruptibly();
            Runnable work = body;
            if (work == null) {
                return;
            }
            try {
                work.run();
            } catch (Killed end) {
                // As intended.
            } finally {
                ended = true;
                back.release();
            }
        }
    }

    /** Comes on the scheduler's thread, or on its own. */
    @Override
    public void interrupt() {
        interrupted = true;
        Runnable wakeUp = onInterrupt;
        if (wakeUp != null) {
            wakeUp.run();
        }
    }

    @Override
    public boolean isInterrupted() {
        return interrupted;
    }

    /** The real one would differ from run to run. */
    @Override
    public StackTraceElement[] getStackTrace() {
        return NOWHERE.clone();
    }
}

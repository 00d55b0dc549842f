package dev.heal.archfixture.hot;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.LoggerFactory;

/** What code on call threads must not do; one violation a class. */
public final class Hot {

    static class Logs {
        void call() {
            LoggerFactory.getLogger("hot").info("called");
        }
    }

    static class LogsThroughTheJdk {
        void call() {
            System.getLogger("hot").log(System.Logger.Level.INFO, "called");
        }
    }

    static class Locks {
        final Lock lock = new ReentrantLock();

        void call() {
            lock.lock();
            lock.unlock();
        }
    }

    interface Window {
        void ended();
    }

    /** A door whose way leads through an interface to a synchronized method two calls away. */
    public static class Door {
        private final Window window = new SynchronizedWindow();

        public void call() {
            end();
        }

        private void end() {
            window.ended();
        }
    }

    static class SynchronizedWindow implements Window {
        int calls;

        @Override
        public void ended() {
            count();
        }

        synchronized void count() {
            calls++;
        }
    }

    private Hot() {}
}

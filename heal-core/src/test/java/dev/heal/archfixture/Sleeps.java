package dev.heal.archfixture;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Every way to sleep; one violation a class. */
public final class Sleeps {

    interface Nap {
        void take(long millis) throws InterruptedException;
    }

    static class OnThread {
        void nap() throws InterruptedException {
            Thread.sleep(1);
        }
    }

    static class OnThreadByReference {
        Nap nap = Thread::sleep;
    }

    static class OnTimeUnit {
        void nap(Duration span) throws InterruptedException {
            TimeUnit.MILLISECONDS.sleep(span.toMillis());
        }
    }

    private Sleeps() {}
}

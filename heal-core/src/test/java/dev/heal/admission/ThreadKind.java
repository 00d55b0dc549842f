package dev.heal.admission;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The two kinds of threads that an application may call on. */
enum ThreadKind {
    PLATFORM,
    VIRTUAL;

    /** A test that runs once on each kind. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest(name = "on {0} threads")
    @EnumSource(ThreadKind.class)
    @interface OnEach {}

    /** Starts a daemon thread of this kind; skips the test where the JDK has none. */
    Thread start(Runnable work) {
        if (this == PLATFORM) {
            Thread thread = new Thread(work, "caller");
            thread.setDaemon(true);
            thread.start();
            return thread;
        }
        int version = Runtime.version().feature();
        assumeTrue(version >= 21, "virtual threads need a JDK of 21 or newer, and this is " + version);
        try {
            // By reflection: heal is compiled for 17.
            return (Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, work);
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }
}

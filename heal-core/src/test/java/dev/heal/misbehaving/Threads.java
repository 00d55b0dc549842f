package dev.heal.misbehaving;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heal.loop.Workers;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The two kinds of threads that an application, and heal within it, may run on. */
enum Threads {
    PLATFORM,
    VIRTUAL;

    /** A test that runs once on each kind. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest(name = "on {0} threads")
    @EnumSource(Threads.class)
    @interface OnEachKind {}

    /** Daemon threads of this kind; skips the test where the JDK has none. */
    ThreadFactory factory(String name) {
        if (this == PLATFORM) {
            return Workers.named(name);
        }
        int version = Runtime.version().feature();
        assumeTrue(version >= 21, "virtual threads need a JDK of 21 or newer, and this is " + version);
        try {
            // By reflection: heal is compiled for 17.
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Object named = type.getMethod("name", String.class, long.class).invoke(builder, name, 1L);
            return (ThreadFactory) type.getMethod("factory").invoke(named);
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** The threads that foreign code of heal's runs on: its own, or a virtual one for each piece of work. */
    Workers workers() {
        if (this == PLATFORM) {
            return Workers.threads();
        }
        return new Workers(one("virtual-sampler-"), one("virtual-remediation-"));
    }

    private Executor one(String name) {
        ThreadFactory factory = factory(name);
        return work -> factory.newThread(work).start();
    }

    boolean isThisKind(Thread thread) {
        try {
            boolean virtual = Runtime.version().feature() >= 21
                    && (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
            return virtual == (this == VIRTUAL);
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }
}

package dev.heal.spring.aspect;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.util.ClassUtils;

/**
 * What a caller's thread has with it, for a fallback that runs on another: the MDC, and with Micrometer's
 * {@code context-propagation} on the class path whatever it knows of, such as the current observation. What the other thread
 * has of its own is put aside for as long as the fallback runs. Foreign code that fails in here costs the context, never the
 * fallback.
 */
final class CallerContext {

    /** What runs in a context. */
    interface Answer {
        @Nullable
        Object get() throws Throwable;
    }

    /** The thread that the fallback runs on has it already. */
    static final CallerContext SAME_THREAD = new CallerContext(null, null);

    private static final boolean PROPAGATES =
            ClassUtils.isPresent("io.micrometer.context.ContextSnapshotFactory", CallerContext.class.getClassLoader());

    private static final Runnable NOTHING_TO_CLOSE = () -> {};

    private final @Nullable Supplier<Runnable> mdc;
    private final @Nullable Supplier<Runnable> snapshot;

    private CallerContext(@Nullable Supplier<Runnable> mdc, @Nullable Supplier<Runnable> snapshot) {
        this.mdc = mdc;
        this.snapshot = snapshot;
    }

    /** That of the calling thread. */
    static CallerContext capture() {
        return new CallerContext(orNone(CallerContext::mdc), PROPAGATES ? orNone(Propagation::capture) : null);
    }

    /** What a subscriber's Reactor context holds for threads. */
    static CallerContext of(Object reactorContext) {
        return PROPAGATES ? new CallerContext(null, () -> Propagation.open(reactorContext)) : SAME_THREAD;
    }

    @Nullable
    Object call(Answer answer) throws Throwable {
        Runnable mdcClosing = open(mdc);
        Runnable snapshotClosing = open(snapshot);
        try {
            return answer.get();
        } finally {
            close(snapshotClosing);
            close(mdcClosing);
        }
    }

    private static Supplier<Runnable> mdc() {
        Map<String, String> callers = MDC.getCopyOfContextMap();
        return () -> {
            Map<String, String> before = MDC.getCopyOfContextMap();
            set(callers);
            return () -> set(before);
        };
    }

    private static void set(@Nullable Map<String, String> values) {
        if (values == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(values);
        }
    }

    private static @Nullable Supplier<Runnable> orNone(Supplier<Supplier<Runnable>> capture) {
        try {
            return capture.get();
        } catch (RuntimeException | LinkageError broken) {
            HealedInterceptor.LOG.debug("the caller's context cannot be read", broken);
            return null;
        }
    }

    private static Runnable open(@Nullable Supplier<Runnable> context) {
        if (context == null) {
            return NOTHING_TO_CLOSE;
        }
        try {
            return context.get();
        } catch (RuntimeException | LinkageError broken) {
            HealedInterceptor.LOG.debug("the caller's context cannot be brought back", broken);
            return NOTHING_TO_CLOSE;
        }
    }

    private static void close(Runnable closing) {
        try {
            closing.run();
        } catch (RuntimeException | LinkageError broken) {
            HealedInterceptor.LOG.debug("the caller's context cannot be put away", broken);
        }
    }

    /** Apart, because the library need not be there. */
    private static final class Propagation {

        /** Another call's observation is not the caller's: what the caller had not is not there. */
        private static final ContextSnapshotFactory OF_THREADS =
                ContextSnapshotFactory.builder().clearMissing(true).build();

        /** What Reactor's context does not hold is Reactor's own affair. */
        private static final ContextSnapshotFactory OF_REACTOR =
                ContextSnapshotFactory.builder().build();

        private Propagation() {}

        static Supplier<Runnable> capture() {
            ContextSnapshot snapshot = OF_THREADS.captureAll();
            return () -> snapshot.setThreadLocals()::close;
        }

        static Runnable open(Object reactorContext) {
            return OF_REACTOR.setThreadLocalsFrom(reactorContext)::close;
        }
    }
}

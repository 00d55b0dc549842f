package dev.heal.benchmarks.overhead;

import java.util.function.Supplier;
import org.openjdk.jmh.infra.Blackhole;

/** What is called through a guard: one object that fits every library, so that none pays for an adapter. */
abstract class Body
        implements Supplier<Object>,
                dev.heal.guard.CheckedSupplier<Object, RuntimeException>,
                dev.failsafe.function.CheckedSupplier<Object> {

    static final Object ANSWER = new Object();

    @Override
    public abstract Object get();

    /** Thrown by a body on purpose; one instance, without a stack trace: making it is not what is measured. */
    static final class Planned extends RuntimeException {
        static final Planned FAILURE = new Planned();

        private Planned() {
            super("planned", null, false, false);
        }
    }

    /** Does nothing. */
    static final class Answering extends Body {
        @Override
        public Object get() {
            return ANSWER;
        }
    }

    /** Fails seven times of eight, beginning with a success; one for each thread. */
    static final class Mixed extends Body {
        static final int EVERY = 8;
        private int calls = -1;

        @Override
        public Object get() {
            calls++;
            if (calls % EVERY == 0) {
                return ANSWER;
            }
            throw Planned.FAILURE;
        }
    }

    /** Fails. */
    static final class Failing extends Body {
        @Override
        public Object get() {
            throw Planned.FAILURE;
        }
    }

    /** Must not be reached: stands behind an open breaker. */
    static final class Unreachable extends Body {
        static volatile boolean reached;

        @Override
        public Object get() {
            reached = true;
            return ANSWER;
        }
    }

    /** Keeps the processor busy. */
    static final class Working extends Body {
        private final long tokens;

        Working(long tokens) {
            this.tokens = tokens;
        }

        @Override
        public Object get() {
            Blackhole.consumeCPU(tokens);
            return ANSWER;
        }
    }
}

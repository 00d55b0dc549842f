package dev.heal.benchmarks.overhead;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What a call through each contestant costs: a method for each {@link Path}.
 *
 * <p>A fork knows one contestant only, so the JIT sees {@link Contestant#call} as the call of one class, alike for all.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OverheadBenchmark {

    /** How much work is a microsecond of it; measured once, before all forks, so that all do the same work. */
    static final String TOKENS_A_MICROSECOND = "heal.benchmarks.tokens";

    /** The contestant of one fork, ready for a path, and asked for its proof at the end. */
    @State(Scope.Benchmark)
    public abstract static class Stage {
        /** Set by JMH: its name is how a fork is told which contestant it is. */
        @Param
        public Entrant entrant = Entrant.BARE;

        private final Path path;

        Stage(Path path) {
            this.path = path;
        }

        List<Contestant> contestants = List.of();

        @Setup(Level.Trial)
        public void prepare() throws Exception {
            Body.Unreachable.reached = false;
            contestants = entrant.create(path, path == Path.MANY ? Path.GUARDS : 1);
            if (path == Path.REJECTED) {
                for (Contestant contestant : contestants) {
                    contestant.open();
                }
            }
        }

        @TearDown(Level.Trial)
        public void prove() throws Exception {
            try {
                if (path == Path.REJECTED && Body.Unreachable.reached) {
                    throw new IllegalStateException(entrant + " has let a call in through its open breaker");
                }
                for (Contestant contestant : contestants) {
                    contestant.prove(path);
                }
            } finally {
                contestants.forEach(Contestant::close);
            }
        }
    }

    /** A stage with one guard. */
    public abstract static class One extends Stage {
        Contestant contestant = new Floor.Bare();

        One(Path path) {
            super(path);
        }

        @Override
        public void prepare() throws Exception {
            super.prepare();
            contestant = contestants.get(0);
        }
    }

    /** See {@link Path#SUCCESS}. */
    public static class Success extends One {
        final Body body = new Body.Answering();

        public Success() {
            super(Path.SUCCESS);
        }
    }

    /** See {@link Path#FAILURE}. */
    public static class Failure extends One {
        public Failure() {
            super(Path.FAILURE);
        }
    }

    /** See {@link Path#REJECTED}. */
    public static class Rejected extends One {
        final Body body = new Body.Unreachable();

        public Rejected() {
            super(Path.REJECTED);
        }
    }

    /** See {@link Path#MANY}. */
    public static class Many extends Stage {
        final Body body = new Body.Answering();
        Contestant[] all = {};

        public Many() {
            super(Path.MANY);
        }

        @Override
        public void prepare() throws Exception {
            super.prepare();
            all = contestants.toArray(Contestant[]::new);
        }
    }

    /** See {@link Path#WORK}. */
    public static class Work extends One {
        @Param({"1", "10", "100", "1000"})
        public int micros;

        Body body = new Body.Answering();

        public Work() {
            super(Path.WORK);
        }

        @Override
        public void prepare() throws Exception {
            super.prepare();
            body = new Body.Working(Long.getLong(TOKENS_A_MICROSECOND, 100) * micros);
        }
    }

    /** What each calling thread has for itself. */
    @State(Scope.Thread)
    public static class Caller {
        private static final AtomicInteger STARTED = new AtomicInteger();

        final Body mixed = new Body.Mixed();

        /** Threads start far from each other: side by side they would meet on every guard. */
        private int next = STARTED.getAndIncrement() * 357 % Path.GUARDS;

        int next() {
            int current = next;
            next = current + 1 == Path.GUARDS ? 0 : current + 1;
            return current;
        }
    }

    @Benchmark
    public Object success(Success stage) throws Exception {
        return stage.contestant.call(stage.body);
    }

    @Benchmark
    public Object failure(Failure stage, Caller caller) throws Exception {
        try {
            return stage.contestant.call(caller.mixed);
        } catch (Body.Planned failure) {
            return failure;
        }
    }

    @Benchmark
    public Object rejected(Rejected stage) {
        try {
            return stage.contestant.call(stage.body);
        } catch (Exception rejection) {
            return rejection;
        }
    }

    @Benchmark
    public Object many(Many stage, Caller caller) throws Exception {
        return stage.all[caller.next()].call(stage.body);
    }

    @Benchmark
    public Object work(Work stage) throws Exception {
        return stage.contestant.call(stage.body);
    }

    /** The system property that tells the forks how much work a microsecond is, measured on this machine now. */
    public static String calibration() {
        long tokens = 100_000;
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < 50; i++) {
            long start = System.nanoTime();
            Blackhole.consumeCPU(tokens);
            shortest = Math.min(shortest, System.nanoTime() - start);
        }
        return "-D" + TOKENS_A_MICROSECOND + "=" + Math.max(1, tokens * 1_000 / shortest);
    }
}

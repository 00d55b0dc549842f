package dev.heal.benchmarks.annotation;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.infra.BenchmarkParams;

/** What a call of an annotated method costs, from another bean, in an application that is up. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AnnotationBenchmark {

    /** Started in the fork that measures it. */
    @State(Scope.Benchmark)
    public static class Application {
        @Param
        public Entrant entrant = Entrant.BARE;

        @Nullable
        Deployed deployed;

        Stock stock = new Stock();

        @Setup(Level.Trial)
        public void start(BenchmarkParams params) {
            Deployed started = new Deployed(entrant, Outcome.of(params.getBenchmark()));
            deployed = started;
            stock = started.stock;
        }

        @TearDown(Level.Trial)
        public void prove() {
            Deployed measured = deployed;
            if (measured != null) {
                try (measured) {
                    measured.prove();
                }
            }
        }
    }

    /** What each thread keeps of its calls. */
    @State(Scope.Thread)
    public static class Thread {
        Caller caller = new Caller(Outcome.SUCCESS);

        @Setup(Level.Trial)
        public void begin(BenchmarkParams params) {
            caller = new Caller(Outcome.of(params.getBenchmark()));
        }

        @TearDown(Level.Trial)
        public void prove() {
            caller.prove();
        }
    }

    @Benchmark
    public Object success(Application application, Thread thread) {
        return thread.caller.call(application.stock);
    }

    @Benchmark
    public Object failure(Application application, Thread thread) {
        return thread.caller.call(application.stock);
    }

    @Benchmark
    public Object rejected(Application application, Thread thread) {
        return thread.caller.call(application.stock);
    }
}

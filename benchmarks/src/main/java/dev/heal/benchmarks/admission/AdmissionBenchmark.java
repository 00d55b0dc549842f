package dev.heal.benchmarks.admission;

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

/** What a decision costs: one doorkeeper a fork, which all threads ask. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AdmissionBenchmark {

    /** The doorkeeper of one fork, asked for its proof at the end. */
    @State(Scope.Benchmark)
    public static class Door {
        /** Set by JMH: its name is how a fork is told which contestant it is. */
        @Param
        public Entrant entrant = Entrant.CLOCK_READS;

        Doorkeeper doorkeeper = new Doorkeepers.ClockReads();
        private Decision decision = Decision.ACCEPTED;

        @Setup(Level.Trial)
        public void prepare(BenchmarkParams params) {
            decision = Decision.of(params.getBenchmark());
            doorkeeper = entrant.create(decision);
        }

        @TearDown(Level.Trial)
        public void prove() {
            doorkeeper.prove(decision);
        }
    }

    @Benchmark
    public @Nullable Object accepted(Door door) {
        return door.doorkeeper.ask();
    }

    @Benchmark
    public @Nullable Object rejected(Door door) {
        return door.doorkeeper.ask();
    }
}

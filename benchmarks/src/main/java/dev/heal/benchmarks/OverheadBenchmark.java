package dev.heal.benchmarks;

import dev.heal.guard.CheckedSupplier;
import dev.heal.guard.Guard;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** What a call costs that does nothing but give back an object: alone, and through each contestant. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OverheadBenchmark {

    /** The floor: no guard at all. */
    @State(Scope.Benchmark)
    public static class Bare {
        final Object answer = new Object();
        final Supplier<Object> body = () -> answer;
    }

    /** The reference: a breaker with default settings, as its own documentation calls through it. */
    @State(Scope.Benchmark)
    public static class Peer {
        final Object answer = new Object();
        final Supplier<Object> body = () -> answer;
        final CircuitBreaker breaker = CircuitBreaker.ofDefaults("peer");

        @TearDown(Level.Trial)
        public void prove() {
            requireClosedAndUsed(breaker);
        }
    }

    /** Heal as an application has it: around the application's own breaker. */
    @State(Scope.Benchmark)
    public static class Attached {
        final Object answer = new Object();
        final CheckedSupplier<Object, RuntimeException> body = () -> answer;
        final CircuitBreaker breaker = CircuitBreaker.ofDefaults("attached");
        final RunningHeal running = new RunningHeal(breaker);
        final Guard guard = running.guard();

        @TearDown(Level.Trial)
        public void prove() {
            running.closeAndRequireCalls();
            requireClosedAndUsed(breaker);
        }
    }

    /** What heal itself adds: a disabled breaker counts nothing, and for a call without a result it allocates nothing. */
    @State(Scope.Benchmark)
    public static class Own {
        @SuppressWarnings("NullAway") // it takes a nullable type argument for none
        final CheckedSupplier<@Nullable Object, RuntimeException> body = () -> null;

        final RunningHeal running = new RunningHeal(disabled());
        final Guard guard = running.guard();

        private static CircuitBreaker disabled() {
            CircuitBreaker breaker = CircuitBreaker.ofDefaults("disabled");
            breaker.transitionToDisabledState();
            return breaker;
        }

        @TearDown(Level.Trial)
        public void prove() {
            running.closeAndRequireCalls();
        }
    }

    @Benchmark
    public Object bare(Bare bare) {
        return bare.body.get();
    }

    @Benchmark
    public Object twoClockReads(Bare bare, Blackhole blackhole) {
        long start = System.nanoTime();
        Object answer = bare.body.get();
        blackhole.consume(System.nanoTime() - start);
        return answer;
    }

    @Benchmark
    public Object resilience4j(Peer peer) {
        return peer.breaker.executeSupplier(peer.body);
    }

    @Benchmark
    public Object healAttached(Attached attached) {
        return attached.guard.call(attached.body);
    }

    @Benchmark
    public @Nullable Object healOwnPart(Own own) {
        return own.guard.call(own.body);
    }

    private static void requireClosedAndUsed(CircuitBreaker breaker) {
        boolean used = breaker.getMetrics().getNumberOfSuccessfulCalls() > 0;
        if (!used || breaker.getState() != CircuitBreaker.State.CLOSED) {
            throw new IllegalStateException("the circuit breaker " + breaker.getName() + " is " + breaker.getState()
                    + (used ? "" : " and has seen no call") + ": what was measured was not a call let in");
        }
    }
}

package dev.heal.benchmarks.overhead;

import dev.heal.guard.Breaker;
import dev.heal.guard.CheckedSupplier;
import dev.heal.guard.Guard;
import dev.heal.signal.Timing;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A guard of heal's, with its loop, detectors and meters at work, and the meters scraped each second. */
class HealGuard extends Contestant {

    private final RunningHeal running;
    private final CircuitBreaker breaker;
    private final Guard guard;

    private HealGuard(RunningHeal running, CircuitBreaker breaker, String target) {
        this.running = running;
        this.breaker = breaker;
        this.guard = running.guard(target);
    }

    /** Around breakers of the application's own, which Resilience4j goes on driving. */
    static List<Contestant> attached(Path path, int guards) {
        return guards(guards, () -> own(path), Breaker::attached, Timing.EXACT);
    }

    /** What heal itself adds: a disabled breaker counts nothing, and for a call without a result it allocates nothing. */
    static List<Contestant> ownPart(int guards) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        List<CircuitBreaker> breakers = Stream.generate(() -> {
                    CircuitBreaker breaker = own(Path.SUCCESS);
                    breaker.transitionToDisabledState();
                    return breaker;
                })
                .limit(guards)
                .toList();
        RunningHeal running = new RunningHeal(breakers, Breaker::attached, Timing.EXACT, meters, new Scrape(meters));
        return breakers.stream()
                .<Contestant>map(breaker -> new OwnPart(running, breaker, breaker.getName()))
                .toList();
    }

    /** Breakers that heal drives; the clock is read for every call. */
    static List<Contestant> exact(Path path, int guards) {
        return guards(guards, () -> own(path), HealGuard::driven, Timing.EXACT);
    }

    /** Breakers that heal drives; the clock is read for every call while traffic is low and for a sample at high rates. */
    static List<Contestant> sampled(Path path, int guards) {
        return guards(guards, () -> own(path), HealGuard::driven, Timing.ADAPTIVE);
    }

    /** The same where Spring Boot's starter listens to each breaker. */
    static List<Contestant> insideBoot(Path path, int guards) {
        Deployment deployment = Deployment.likeBoot();
        List<CircuitBreaker> breakers = new ArrayList<>();
        for (int i = 0; i < guards; i++) {
            breakers.add(deployment.breaker(
                    Resilience4j.name(), Resilience4j.config(path).build()));
        }
        return guards(
                breakers,
                new RunningHeal(breakers, HealGuard::driven, Timing.ADAPTIVE, deployment.meters(), deployment));
    }

    /** The one place that knows how a breaker comes to be driven by heal. */
    private static Breaker driven(CircuitBreaker breaker) {
        return Breaker.attached(breaker);
    }

    private static CircuitBreaker own(Path path) {
        return CircuitBreaker.of(Resilience4j.name(), Resilience4j.config(path).build());
    }

    private static List<Contestant> guards(
            int guards, Supplier<CircuitBreaker> breaker, RunningHeal.Around around, Timing timing) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        List<CircuitBreaker> breakers = Stream.generate(breaker).limit(guards).toList();
        return guards(breakers, new RunningHeal(breakers, around, timing, meters, new Scrape(meters)));
    }

    private static List<Contestant> guards(List<CircuitBreaker> breakers, RunningHeal running) {
        return breakers.stream()
                .<Contestant>map(breaker -> new HealGuard(running, breaker, breaker.getName()))
                .toList();
    }

    @Override
    Object call(Body body) {
        return guard.call(body);
    }

    @Override
    void open() {
        breaker.transitionToOpenState();
    }

    @Override
    void prove(Path path) {
        Resilience4j.prove(this, breaker, path);
        proveCounted(path);
        if (path == Path.REJECTED) {
            try {
                call(new Body.Answering());
                require(false, "a call that was let in");
            } catch (dev.heal.guard.CallRejectedException rejected) {
                require(rejected.getStackTrace().length == 0, "a stack trace");
            }
        }
    }

    final void proveCounted(Path path) {
        double calls = running.calls(guard.name(), path);
        require(calls > 0, calls + " calls in heal's own meters");
    }

    @Override
    void close() {
        running.close();
    }

    /** Heal around a breaker that does nothing. */
    private static final class OwnPart extends HealGuard {
        @SuppressWarnings("NullAway") // it takes a nullable type argument for none
        private final CheckedSupplier<@Nullable Object, RuntimeException> nothing = () -> null;

        private final Guard guard;

        private OwnPart(RunningHeal running, CircuitBreaker breaker, String target) {
            super(running, breaker, target);
            guard = running.guard(target);
        }

        @Override
        @SuppressWarnings("NullAway") // nobody looks at it
        Object call(Body body) {
            return guard.call(nothing);
        }

        @Override
        void prove(Path path) {
            proveCounted(path);
        }
    }
}

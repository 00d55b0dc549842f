package dev.heal.benchmarks.overhead;

import dev.heal.benchmarks.overhead.RunningHeal.Around;
import dev.heal.guard.CallRejectedException;
import dev.heal.guard.CheckedSupplier;
import dev.heal.guard.Guard;
import dev.heal.signal.Timing;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A guard of heal's, with its loop, detectors and meters at work, and the meters scraped each second. */
class HealGuard extends Contestant {

    private final RunningHeal running;
    private final CircuitBreaker breaker;
    private final Guard guard;

    private HealGuard(RunningHeal running, Around around) {
        this.running = running;
        this.breaker = around.outside();
        this.guard = running.guard(around.breaker().name());
    }

    /** Around breakers of the application's own, which Resilience4j goes on driving. */
    static List<Contestant> attached(Path path, int guards) {
        return guards(some(guards, () -> Around.attached(own(path))), Timing.EXACT, HealGuard::new);
    }

    /** What heal itself adds: a disabled breaker counts nothing, and for a call without a result it allocates nothing. */
    static List<Contestant> ownPart(int guards) {
        return guards(some(guards, () -> Around.attached(disabled())), Timing.EXACT, OwnPart::new);
    }

    /** Breakers that heal drives; the clock is read for every call. */
    static List<Contestant> exact(Path path, int guards) {
        return guards(some(guards, () -> Around.driven(own(path))), Timing.EXACT, HealGuard::new);
    }

    /** Breakers that heal drives; the clock is read for every call while traffic is low and for a sample at high rates. */
    static List<Contestant> sampled(Path path, int guards) {
        return guards(some(guards, () -> Around.driven(own(path))), Timing.ADAPTIVE, HealGuard::new);
    }

    /** The same where Spring Boot's starter listens to each breaker, also to the one that heal puts in its place. */
    static List<Contestant> insideBoot(Path path, int guards) {
        Deployment deployment = Deployment.likeBoot();
        List<Around> breakers = some(guards, () -> {
            String name = Resilience4j.name();
            Around around = Around.driven(
                    deployment.breaker(name, Resilience4j.config(path).build()));
            deployment.breakers().replace(name, around.outside());
            return around;
        });
        RunningHeal running = new RunningHeal(breakers, Timing.ADAPTIVE, deployment.meters(), deployment);
        return breakers.stream()
                .<Contestant>map(around -> new HealGuard(running, around))
                .toList();
    }

    private static CircuitBreaker own(Path path) {
        return CircuitBreaker.of(Resilience4j.name(), Resilience4j.config(path).build());
    }

    private static CircuitBreaker disabled() {
        CircuitBreaker breaker = own(Path.SUCCESS);
        breaker.transitionToDisabledState();
        return breaker;
    }

    private static List<Around> some(int guards, Supplier<Around> one) {
        return Stream.generate(one).limit(guards).toList();
    }

    private static List<Contestant> guards(
            List<Around> breakers, Timing timing, BiFunction<RunningHeal, Around, Contestant> guard) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        RunningHeal running = new RunningHeal(breakers, timing, meters, new Scrape(meters));
        return breakers.stream().map(around -> guard.apply(running, around)).toList();
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
            } catch (CallRejectedException rejected) {
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

        private OwnPart(RunningHeal running, Around around) {
            super(running, around);
            guard = running.guard(around.breaker().name());
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

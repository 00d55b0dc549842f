package dev.heal.benchmarks;

import static dev.heal.detect.Detectors.failureRate;
import static dev.heal.remediation.Remediations.resetBreaker;

import dev.heal.Heal;
import dev.heal.guard.Breaker;
import dev.heal.guard.Guard;
import dev.heal.journal.Journal;
import dev.heal.policy.Mode;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** Heal around a breaker as an application starts it: its loop, detector and meters are at work while calls pass. */
final class RunningHeal {

    private static final String TARGET = "benchmark";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Heal heal;

    RunningHeal(CircuitBreaker breaker) {
        Breaker attached = Breaker.attached(breaker);
        heal = Heal.builder()
                .mode(Mode.OBSERVE)
                .journal(Journal.memory())
                .metrics(meters)
                .target(
                        TARGET,
                        target -> target.breaker(attached)
                                .detect("errors", failureRate())
                                .step("reset", resetBreaker(attached)))
                .build();
    }

    Guard guard() {
        return heal.guard(TARGET);
    }

    /** @throws IllegalStateException if heal has counted nothing: then something else was measured */
    void closeAndRequireCalls() {
        heal.close();
        double counted = meters.get("heal.calls")
                .tag("outcome", "success")
                .functionCounter()
                .count();
        if (counted <= 0) {
            throw new IllegalStateException("heal has counted " + counted + " calls: what was measured was not heal");
        }
    }
}

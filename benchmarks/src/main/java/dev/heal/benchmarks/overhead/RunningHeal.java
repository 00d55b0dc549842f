package dev.heal.benchmarks.overhead;

import static dev.heal.detect.Detectors.failureRate;
import static dev.heal.detect.Detectors.inFlightAge;
import static dev.heal.detect.Detectors.slowCalls;
import static dev.heal.remediation.Remediations.resetBreaker;

import dev.heal.Heal;
import dev.heal.guard.Breaker;
import dev.heal.guard.Guard;
import dev.heal.journal.Journal;
import dev.heal.policy.Mode;
import dev.heal.signal.Timing;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** Heal around breakers as an application starts it: its loop, detectors and meters are at work while calls pass. */
final class RunningHeal implements AutoCloseable {

    /**
     * What heal makes of an application's breaker.
     *
     * @param outside what all others than heal see of it: asked for its state and its counts
     */
    record Around(Breaker breaker, CircuitBreaker outside) {
        /** Resilience4j goes on driving it. */
        static Around attached(CircuitBreaker breaker) {
            return new Around(Breaker.attached(breaker), breaker);
        }

        /** Heal counts for it while it is closed. */
        static Around driven(CircuitBreaker breaker) {
            Breaker driven = Breaker.driven(breaker);
            return new Around(driven, driven.circuitBreaker());
        }
    }

    private final Heal heal;
    private final MeterRegistry meters;
    private final AutoCloseable beside;

    /**
     * @param breakers a target for each, by its name
     * @param beside closed with heal
     */
    RunningHeal(List<Around> breakers, Timing timing, MeterRegistry meters, AutoCloseable beside) {
        this.meters = meters;
        this.beside = beside;
        Heal.Builder builder =
                Heal.builder().mode(Mode.OBSERVE).journal(Journal.memory()).metrics(meters);
        for (Around each : breakers) {
            Breaker breaker = each.breaker();
            builder.target(
                    breaker.name(),
                    target -> target.breaker(breaker)
                            .timing(timing)
                            .detect("errors", failureRate())
                            .detect("slow", slowCalls())
                            .detect("hung", inFlightAge())
                            .step("reset", resetBreaker(breaker)));
        }
        heal = builder.build();
    }

    Guard guard(String target) {
        return heal.guard(target);
    }

    /** How many calls heal has counted that ended as {@code path} says. */
    double calls(String target, Path path) {
        String outcome = switch (path) {
            case SUCCESS, MANY, WORK -> "success";
            case FAILURE -> "failure";
            case REJECTED -> "rejected";
        };
        return meters.get("heal.calls")
                .tags("target", target, "outcome", outcome)
                .functionCounter()
                .count();
    }

    /** May be called more than once. */
    @Override
    public void close() {
        heal.close();
        try {
            beside.close();
        } catch (Exception unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }
}

package dev.heal.benchmarks.scale;

import static dev.heal.detect.Detectors.failureRate;
import static dev.heal.detect.Detectors.gauge;
import static dev.heal.detect.Detectors.inFlightAge;
import static dev.heal.remediation.Remediations.resetBreaker;

import dev.heal.Heal;
import dev.heal.TargetBuilder;
import dev.heal.guard.Guard;
import dev.heal.policy.Mode;
import dev.heal.remediation.Remediation;
import dev.heal.remediation.RemediationContext;
import dev.heal.remediation.Risk;
import dev.heal.remediation.Undo;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Heal with so many targets, each with a policy of the usual size, in mode act and with its journal on the disk. */
final class Population implements AutoCloseable {

    private final Heal heal;
    private final List<Guard> guards;

    /**
     * @param looks hears of each reading of each target's gauge
     * @param meters whether the targets' meters are exported too; a registry of Micrometer's then holds them
     */
    Population(int targets, Duration tick, Path journal, Looks looks, boolean meters) {
        Heal.Builder builder = Heal.builder().mode(Mode.ACT).tick(tick).journal(journal);
        if (meters) {
            builder.metrics(new SimpleMeterRegistry());
        }
        for (int i = 0; i < targets; i++) {
            int number = i;
            builder.target("target-" + i, target -> usual(target, number, looks));
        }
        heal = builder.build();
        guards = heal.targets().stream().map(heal::guard).toList();
    }

    List<Guard> guards() {
        return guards;
    }

    private static void usual(TargetBuilder target, int number, Looks looks) {
        target.detect("errors", failureRate().above(0.5).over(Duration.ofSeconds(10)))
                .detect("hung", inFlightAge().above(Duration.ofSeconds(2)))
                .detect("backlog", gauge("backlog", () -> looks.at(number)).above(1_000))
                .step("reset", resetBreaker(target.guard().breaker()), step -> step.when("errors"))
                .step("drain", Drain.BACKLOG, step -> step.when("hung", "backlog"))
                .budget(3, Duration.ofMinutes(10))
                .cooldown(Duration.ofSeconds(60));
    }

    @Override
    public void close() {
        heal.close();
    }

    /** A step that stands in the policy and is never taken: nothing falls sick here. */
    private enum Drain implements Remediation {
        BACKLOG;

        @Override
        public Risk risk() {
            return Risk.SAFE;
        }

        @Override
        public Undo apply(RemediationContext context) {
            throw new IllegalStateException("a target fell sick, so something else was measured");
        }
    }
}

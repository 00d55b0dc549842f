package dev.heal.examples.regions;

import static dev.heal.detect.Detectors.failureRate;
import static dev.heal.detect.Detectors.inFlightAge;

import dev.heal.Heal;
import dev.heal.policy.Mode;
import dev.heal.policy.Verification;
import dev.heal.region.RegionRouter;
import dev.heal.remediation.Failback;
import dev.heal.remediation.FailoverRegion;
import java.nio.file.Path;
import java.time.Duration;

/** What keeps the regions healthy. */
public final class Healing {

    private Healing() {}

    public static Heal of(RegionRouter<?> router) {
        router.regions().forEach(region -> region.guard().breaker().onlyMeasure());
        return Heal.builder()
                .journal(Path.of("target/tmp/heal"))
                .warmUp(Duration.ZERO)
                .jitter(Duration.ZERO)
                .regions(
                        router,
                        (target, region) -> target.detect(
                                        "errors",
                                        failureRate()
                                                .above(0.5)
                                                .over(Duration.ofSeconds(2))
                                                .minimumCalls(20))
                                .detect(
                                        "hung",
                                        inFlightAge()
                                                .above(Duration.ofSeconds(2))
                                                .calls(5))
                                .step(
                                        "move",
                                        FailoverRegion.of(region)
                                                .failback(new Failback(
                                                        Duration.ofSeconds(2), 0.25, Duration.ofSeconds(10))),
                                        step -> step.sustained(Duration.ofSeconds(3))
                                                .verify(Verification.detectors()
                                                        .within(Duration.ofSeconds(10))
                                                        .hold(Duration.ofSeconds(3))))
                                .mode(Mode.ACT))
                .build();
    }
}

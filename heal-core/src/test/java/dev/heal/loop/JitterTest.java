package dev.heal.loop;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.incident.IncidentEvent;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.observe.HealMetrics;
import dev.heal.policy.Mode;
import dev.heal.resource.Readiness;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Instances do not act at the same moment; and whatever keeps a step from starting is told and counted by its gate. */
class JitterTest {

    private final Rig rig = new Rig().detector("stalled");
    private final Act restart = new Act("restart-pool").doing(() -> rig.well("stalled"));

    @Test
    void anInstanceWaitsAnotherPartOfTheSpanThanTheNextOneAndAlwaysTheSame() {
        Set<Duration> all = new HashSet<>();
        long[] tenths = new long[10];
        for (long instance = 0; instance < 1_000; instance++) {
            Duration wait = new Jitter(instance, ofSeconds(10)).of("orders-1");
            assertThat(wait).isGreaterThanOrEqualTo(Duration.ZERO).isLessThan(ofSeconds(10));
            assertThat(new Jitter(instance, ofSeconds(10)).of("orders-1")).isEqualTo(wait);
            all.add(wait);
            tenths[(int) wait.toSeconds()]++;
        }
        assertThat(all).hasSize(1_000);
        assertThat(Arrays.stream(tenths).min().orElse(0)).as("evenly spread").isGreaterThan(50);
    }

    @Test
    void anotherIncidentHasAnotherTurn() {
        Jitter jitter = new Jitter(7, ofSeconds(10));

        assertThat(jitter.of("orders-1")).isNotEqualTo(jitter.of("orders-2"));
        assertThat(Jitter.NONE.of("orders-1")).isZero();
    }

    @Test
    void aStepWaitsForItsPartOfTheSpan() {
        rig.limits(Rig.BARE.jitter(ofMinutes(60)))
                .step(Rig.step("restart", restart))
                .begin();
        rig.sick("stalled").run(ofSeconds(1));
        long wait = new Jitter(7, ofMinutes(60)).of(rig.incident().id()).toSeconds();
        assertThat(wait).isGreaterThan(3);

        rig.run(ofSeconds(wait - 2));
        assertThat(restart.applied).isZero();
        assertThat(rig.texts(Type.WAITING)).containsExactly("waits a moment, so that not all instances act at once");

        rig.run(ofSeconds(4));
        assertThat(restart.applied).isOne();
    }

    // -- every denial and every waiting is an entry in the incident, and counted, with its gate

    @Test
    void whateverKeepsAStepFromStartingIsToldWithItsGateAndCounted() {
        restart.readiness = Readiness.notReady("the database is away");
        Act second = new Act("second");
        rig.budget(1, ofMinutes(10))
                .step(Rig.step("restart", restart))
                .step(Rig.step("second", second))
                .begin();
        rig.sick("stalled").run(ofSeconds(20)); // not ready, then the budget is spent
        rig.loop.stop("ada", "");
        rig.run(ofSeconds(2));
        rig.loop.release("ada");
        rig.loop.mode("orders", Mode.OBSERVE, "ada");
        rig.run(ofSeconds(2));

        assertThat(rig.events)
                .filteredOn(event -> event.type() == Type.DENIED || event.type() == Type.WAITING)
                .hasSizeGreaterThan(4)
                .allSatisfy(event -> assertThat(event.figures()).containsKey("gate"));
        Map<String, Double> told = new TreeMap<>();
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        HealMetrics metrics = new HealMetrics(registry);
        for (IncidentEvent event : rig.events) {
            metrics.onEvent(rig.incident(), event);
            if (event.figures().containsKey("gate")) {
                told.merge(event.figures().get("gate"), 1.0, Double::sum);
            }
        }
        Map<String, Double> counted = new TreeMap<>();
        for (Counter counter : registry.find("heal.denials").counters()) {
            counted.put(counter.getId().getTag("gate"), counter.count());
        }
        assertThat(counted).isEqualTo(told).containsKeys("ready", "budget", "stop");
    }
}

package dev.heal.loop;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.incident.Decision;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.remediation.Failback;
import org.junit.jupiter.api.Test;

/** What the simulation found in the rules for regions, each as the story of a few lines that it comes down to. */
class FailoverMendsTest {

    private final Regions regions = new Regions("east", "west");

    @Test
    void aStandbyThatFellSickWithTrafficAndIsSilentWithoutIsWellWhenItsProbeSaysSo() {
        regions.failback(new Failback(ofMinutes(20), 0.25, ofMinutes(20))).begin();
        regions.die("east").run(ofSeconds(20));
        assertThat(regions.share("west")).isOne();

        // West falls sick while it has the traffic; home is well, takes it back, and no call goes to west any more.
        regions.live("east").run(ofSeconds(10)).die("west").run(ofSeconds(10));
        assertThat(regions.share("east")).isOne();
        regions.run(ofSeconds(10)).live("west").run(ofSeconds(20));

        assertThat(regions.share("west")).isZero();
        assertThat(regions.incident("west").isOpen())
                .as("its calls are silent, and its probe answers")
                .isFalse();
    }

    @Test
    void whatADestinationHasToHoldIsCountedByTheShareThatItHasNowNotByItsCallsOfBefore() {
        Regions three = new Regions("east", "west", "north");
        three.weights.replaceAll((name, weight) -> 1.0);
        three.capacities.put("north", 45.0); // 40 a second come in all, and there must be a fifth more room: 48
        three.begin();

        three.die("east").run(ofSeconds(5));
        assertThat(three.share("east")).isZero();
        assertThat(three.share("north")).isEqualTo(0.5);
        // Not all of its last ten seconds are from after that move.
        three.live("east").run(ofMillis(2500)).die("west").run(ofSeconds(7));

        assertThat(three.share("west")).as("north cannot hold all of it").isPositive();
    }

    @Test
    void whatAHumanHasAbortedIsNotMovedAgainByARestart() {
        regions.begin().die("east").run(ofSeconds(20));
        regions.loop.decide(regions.incident("east").id(), Decision.abort("ada", null));
        regions.run(ofSeconds(5));

        regions.crashAndRestart(ofSeconds(10));

        assertThat(regions.share("east")).isOne();
        assertThat(regions.texts(Type.NOTE)).doesNotContain("what had been moved before the restart is moved again");
    }
}

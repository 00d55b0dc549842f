package dev.heal.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heal.check.Checked;
import dev.heal.resource.PoolGauges;
import dev.heal.resource.Resources;
import dev.heal.signal.Gauge;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vocabulary as a whole. */
class DetectorsTest {

    @Test
    void theWordsAreThoseOfTheYaml() {
        assertThat(Detectors.kinds())
                .extracting(DetectorKind::name)
                .containsExactly(
                        "failure-rate",
                        "slow-calls",
                        "in-flight-age",
                        "pool-stalled",
                        "stuck-breaker",
                        "jdbc-probe",
                        "region-outlier")
                .allMatch(name -> name.matches("[a-z]+(-[a-z]+)*"));
        assertThat(Detectors.probes()).extracting(ProbeKind::name).containsExactly("jdbc", "http");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theDefaultsOfAKindAreSound(DetectorKind<?> kind) {
        assertThat(Seen.problems((Checked) kind.defaults())).isEmpty();
    }

    @Test
    void aKindThatReadsAPoolNeedsOne() {
        PoolGauges pool = new PoolGauges() {
            @Override
            public String name() {
                return "orders";
            }

            @Override
            public List<Gauge> gauges() {
                return List.of();
            }
        };

        assertThat(PoolStalled.KIND.create(PoolStalled.KIND.defaults(), Resources.of(pool)))
                .isEqualTo(Detectors.poolStalled(pool));
        assertThatThrownBy(() -> PoolStalled.KIND.create(PoolStalled.KIND.defaults(), Resources.of("no pool")))
                .isInstanceOf(Resources.MissingResourceException.class)
                .hasMessage("needs a PoolGauges, and the target's resource is none");
    }

    @Test
    void evidenceKeepsItsFiguresInTheOrderInWhichTheyWereTold() {
        Evidence evidence = Evidence.of("too much").with("z", 3).with("a", "1 %");

        assertThat(evidence.figures().toString()).isEqualTo("{z=3, a=1 %}");
        assertThatThrownBy(() -> evidence.figures().put("b", "2")).isInstanceOf(UnsupportedOperationException.class);
    }

    static List<DetectorKind<?>> kinds() {
        return Detectors.kinds();
    }
}

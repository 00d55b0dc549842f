package dev.heal.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.heal.time.ManualClock;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What gauges have read")
class GaugesTest {

    private final Gauges gauges =
            new Gauges(Map.of("breaker.open-for", 0.0), new String[] {"pending", "idle"}, new double[] {7, 3});

    @Test
    void isFoundByNameBesideWhatWasReadBefore() {
        assertThat(gauges)
                .containsOnly(entry("breaker.open-for", 0.0), entry("pending", 7.0), entry("idle", 3.0))
                .hasSize(3);
        assertThat(gauges.get("idle")).isEqualTo(3);
        assertThat(gauges.get("breaker.open-for")).isZero();
        assertThat(gauges.get("active")).isNull();
        assertThat(gauges.containsKey("active")).isFalse();
    }

    @Test
    void isLikeAnyOtherMapAndNeverChanges() {
        assertThat(gauges).isEqualTo(Map.of("idle", 3.0, "pending", 7.0, "breaker.open-for", 0.0));
        assertThatThrownBy(() -> gauges.put("idle", 4.0)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(gauges::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void isASnapshotsOwn() {
        ManualClock clock = new ManualClock();
        Snapshot snapshot = Snapshot.ofGauges(gauges, clock.nanos(), clock.now());

        assertThat(snapshot.gauge("pending")).hasValue(7);
        assertThat(snapshot.gauge("active")).isEmpty();
        assertThat(snapshot.gauges()).isEqualTo(gauges);
    }
}

package dev.heal.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A policy's detectors by name. */
class InOrderTest {

    private final Map<String, Integer> written = new LinkedHashMap<>();
    private final Map<String, Integer> kept;

    InOrderTest() {
        written.put("stalled", 1);
        written.put("errors", 2);
        written.put("hung", 3);
        kept = InOrder.of(written);
    }

    @Test
    void are_in_the_order_in_which_they_were_written() {
        assertThat(kept).containsExactly(entry("stalled", 1), entry("errors", 2), entry("hung", 3));
        assertThat(kept.keySet()).containsExactly("stalled", "errors", "hung");
        assertThat(kept.values()).containsExactly(1, 2, 3);
        assertThat(kept.get("errors")).isEqualTo(2);
        assertThat(kept.get("slow")).isNull();
        assertThat(kept.containsKey("hung")).isTrue();
    }

    @Test
    void are_like_any_other_map_and_never_change() {
        assertThat(kept).isEqualTo(new HashMap<>(written)).hasSameHashCodeAs(written);
        assertThat(InOrder.of(kept)).isSameAs(kept);

        written.clear();

        assertThat(kept).hasSize(3);
        assertThatThrownBy(() -> kept.put("slow", 4)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> kept.keySet().remove("hung")).isInstanceOf(UnsupportedOperationException.class);
    }
}

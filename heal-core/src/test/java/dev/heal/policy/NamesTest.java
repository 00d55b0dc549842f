package dev.heal.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A few names")
class NamesTest {

    @Test
    void stayInTheOrderInWhichTheyWereWrittenEachOnce() {
        Set<String> names = Names.of(List.of("stalled", "errors", "stalled"));

        assertThat(names).containsExactly("stalled", "errors");
        assertThat(names).isEqualTo(Set.of("errors", "stalled")).hasSameHashCodeAs(Set.of("errors", "stalled"));
        assertThat(names.contains("hung")).isFalse();
    }

    @Test
    void neverChange() {
        Set<String> names = Names.of(List.of("errors"));

        assertThatThrownBy(() -> names.remove("errors")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> names.add("hung")).isInstanceOf(UnsupportedOperationException.class);
        assertThat(Names.of(names)).isSameAs(names);
    }
}

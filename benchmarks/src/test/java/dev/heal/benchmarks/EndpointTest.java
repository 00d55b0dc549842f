package dev.heal.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The class path of each server. */
class EndpointTest {

    @Test
    void without_heal_there_is_nothing_of_it() {
        List<String> jars = List.of(
                "target/classes",
                "target/lib/heal-core-0.1.0.jar",
                "target/lib/heal-spring-0.1.0.jar",
                "target/lib/resilience4j-core-2.4.0.jar",
                "target/lib/spring-core-7.0.jar");

        assertThat(Endpoint.of(Endpoint.Variant.ABSENT, jars))
                .containsExactly("target/classes", "target/lib/spring-core-7.0.jar");
        assertThat(Endpoint.of(Endpoint.Variant.ACT, jars)).isEqualTo(jars);
    }
}

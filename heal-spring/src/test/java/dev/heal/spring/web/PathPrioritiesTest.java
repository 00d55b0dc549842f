package dev.heal.spring.web;

import static dev.heal.admission.Priority.BULK;
import static dev.heal.admission.Priority.CRITICAL;
import static dev.heal.admission.Priority.HIGH;
import static dev.heal.admission.Priority.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.admission.Priority;
import dev.heal.spring.web.PathPriorities.Handler;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPatternParser;

@DisplayName("The class of a path")
class PathPrioritiesTest {

    private final PathPriorities paths = PathPriorities.of(Written.web("""
                    paths: { critical: [/api/checkout/**], high: /api/**, bulk: ["/export/**", "/api/report"] }
                    exempt: /healthz
                    """), List.of("/actuator/**"));

    private Priority of(String method, String path) {
        return paths.of(PathContainer.parsePath(path), method);
    }

    private static Handler handler(String pattern, @Nullable Priority priority, String... methods) {
        return new Handler(PathPatternParser.defaultInstance.parse(pattern), Set.of(methods), priority);
    }

    @Test
    void is_that_of_the_most_specific_pattern_that_is_written() {
        assertThat(of("GET", "/api/checkout/7")).isEqualTo(CRITICAL);
        assertThat(of("GET", "/api/items")).isEqualTo(HIGH);
        assertThat(of("GET", "/api/report")).isEqualTo(BULK);
        assertThat(of("GET", "/export/all")).isEqualTo(BULK);
        assertThat(of("GET", "/somewhere")).isEqualTo(NORMAL);
    }

    @Test
    void is_what_its_handler_says_before_that() {
        paths.handlers(List.of(handler("/api/items/{id}", BULK, "GET"), handler("/export/now", CRITICAL)));

        assertThat(of("GET", "/api/items/7")).isEqualTo(BULK);
        assertThat(of("HEAD", "/api/items/7")).isEqualTo(BULK);
        assertThat(of("POST", "/api/items/7")).as("another method").isEqualTo(HIGH);
        assertThat(of("POST", "/export/now")).isEqualTo(CRITICAL);
    }

    @Test
    void is_not_that_of_a_handler_which_another_one_hides() {
        paths.handlers(List.of(
                handler("/shop/{id}", CRITICAL), handler("/shop/search", null), handler("/shop/{id}/{part}", null)));

        assertThat(of("GET", "/shop/7")).isEqualTo(CRITICAL);
        assertThat(of("GET", "/shop/search")).isEqualTo(NORMAL);
    }

    @Test
    void is_by_method_where_handlers_share_a_path() {
        paths.handlers(List.of(
                handler("/orders", NORMAL), handler("/orders", CRITICAL, "POST"), handler("/orders", null, "GET")));

        assertThat(of("POST", "/orders")).isEqualTo(CRITICAL);
        assertThat(of("GET", "/orders")).isEqualTo(NORMAL);
        assertThat(of("PUT", "/orders")).isEqualTo(NORMAL);
    }

    @Test
    void is_never_bettered_by_climbing() {
        for (String path :
                List.of("/api/checkout/../../export/all", "/api/checkout/%2e%2E/x", "/actuator/..;/export")) {
            assertThat(of("GET", path)).as(path).isEqualTo(NORMAL);
            assertThat(paths.isExempt(PathContainer.parsePath(path))).as(path).isFalse();
        }
    }

    @Test
    void does_not_matter_where_a_path_is_exempt() {
        assertThat(paths.isExempt(PathContainer.parsePath("/actuator/health/liveness")))
                .isTrue();
        assertThat(paths.isExempt(PathContainer.parsePath("/healthz"))).isTrue();
        assertThat(paths.isExempt(PathContainer.parsePath("/healthz2"))).isFalse();
    }
}

package dev.heal.spring.web;

import static dev.heal.admission.Priority.BULK;
import static dev.heal.admission.Priority.CRITICAL;
import static dev.heal.admission.Priority.HIGH;
import static dev.heal.admission.Priority.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.admission.Priority;
import dev.heal.spring.web.PathPriorities.Handler;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPatternParser;

@DisplayName("The class of a path")
class PathPrioritiesTest {

    private final PathPriorities paths = PathPriorities.of(Written.web("""
                    paths: { critical: [/api/checkout/**], high: /api/**, bulk: ["/export/**", "/api/report"] }
                    exempt: /healthz
                    """), List.of("/livez"));

    @BeforeEach
    void operated() {
        paths.operations(List.of("/actuator/**"));
    }

    private Priority of(String method, String path) {
        RequestsTest.Sent sent = new RequestsTest.Sent(path, "8.8.8.8", Map.of("method", method));
        return paths.of(sent, sent.path());
    }

    private static Handler handler(String pattern, @Nullable Priority priority, String... methods) {
        return handler(pattern, priority, fits(0), methods);
    }

    private static Handler handler(String pattern, @Nullable Priority priority, Terms terms, String... methods) {
        return new Handler(PathPatternParser.defaultInstance.parse(pattern), Set.of(methods), priority, terms);
    }

    /** @param rank of two that fit the one with less serves */
    private record Wanting(Terms.Fit fit, int rank) implements Terms {
        @Override
        public Fit fit(Incoming incoming) {
            return fit;
        }

        @Override
        public int compare(Terms other, Incoming incoming) {
            return rank - ((Wanting) other).rank;
        }
    }

    private static Terms fits(int rank) {
        return new Wanting(Terms.Fit.YES, rank);
    }

    private static final Terms FITS_NOT = new Wanting(Terms.Fit.NO, 0);
    private static final Terms MAY_FIT = new Wanting(Terms.Fit.UNKNOWN, 0);

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
    void is_not_that_of_a_handler_which_another_one_hides_by_a_pattern_that_only_overlaps() {
        paths.handlers(List.of(
                handler("/{tenant}/orders", null),
                handler("/shop/{id}", CRITICAL),
                handler("/a/{x}/c", null),
                handler("/a/b/*", CRITICAL),
                handler("/orders/{id:\\d+}", null),
                handler("/orders/{id:[0-9]*}", BULK, fits(1)),
                handler("/files/{name}/meta", null),
                handler("/files/{*rest}", HIGH)));

        assertThat(of("GET", "/shop/orders")).isEqualTo(NORMAL);
        assertThat(of("GET", "/shop/7")).isEqualTo(CRITICAL);
        assertThat(of("GET", "/orders/7")).as("the one that Spring prefers").isEqualTo(NORMAL);
        assertThat(of("GET", "/a/b/c")).isEqualTo(NORMAL);
        assertThat(of("GET", "/a/b/d")).isEqualTo(CRITICAL);
        assertThat(of("GET", "/files/7/meta")).isEqualTo(NORMAL);
        assertThat(of("GET", "/files/7")).isEqualTo(HIGH);
    }

    @Test
    void of_a_handler_is_read_from_any_pattern() {
        paths.handlers(
                List.of(handler("/100%", null), handler("/rates/{p:\\d+%}", CRITICAL), handler("/rates/{p}", null)));

        assertThat(of("GET", "/rates/7%25")).isEqualTo(CRITICAL);
        assertThat(of("GET", "/rates/7")).isEqualTo(NORMAL);
        assertThat(of("GET", "/100%25")).isEqualTo(NORMAL);
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
    void is_that_of_the_handler_which_takes_the_request_of_several_on_one_path() {
        paths.handlers(List.of(
                handler("/orders/{id}", CRITICAL, FITS_NOT),
                handler("/orders/{number}", BULK, fits(2)),
                handler("/orders/{key}", HIGH, fits(1)),
                handler("/orders/**", CRITICAL)));

        assertThat(of("GET", "/orders/7")).isEqualTo(HIGH);
    }

    @Test
    void is_that_of_a_less_specific_path_where_no_handler_of_the_first_takes_the_request() {
        paths.handlers(List.of(handler("/orders/{id}", CRITICAL, FITS_NOT), handler("/orders/**", HIGH)));

        assertThat(of("GET", "/orders/7")).isEqualTo(HIGH);
        assertThat(of("GET", "/else")).isEqualTo(NORMAL);
    }

    @Test
    void is_the_most_important_that_it_may_be_where_that_is_not_known() {
        paths.handlers(List.of(
                handler("/orders", BULK, fits(1)),
                handler("/orders", HIGH, MAY_FIT),
                handler("/pages/{page}", BULK, MAY_FIT),
                handler("/pages/**", HIGH),
                handler("/alone", HIGH, MAY_FIT),
                handler("/export/now", BULK, MAY_FIT),
                handler("/api/checkout/7", BULK, MAY_FIT)));

        assertThat(of("GET", "/orders")).isEqualTo(HIGH);
        assertThat(of("GET", "/pages/7")).as("or the less specific one").isEqualTo(HIGH);
        assertThat(of("GET", "/alone")).as("though it may have no handler").isEqualTo(HIGH);
        assertThat(of("GET", "/export/now")).isEqualTo(BULK);
        assertThat(of("GET", "/api/checkout/7")).as("or none at all").isEqualTo(CRITICAL);
    }

    @Test
    void is_what_is_written_where_the_handler_that_takes_the_request_says_nothing() {
        paths.handlers(List.of(handler("/export/now", CRITICAL, fits(2)), handler("/export/now", null, fits(1))));

        assertThat(of("GET", "/export/now")).isEqualTo(BULK);
    }

    @Test
    void of_a_handler_is_found_beneath_its_servlet_alone() {
        paths.servlets(List.of("/api", "/api/admin"));
        paths.handlers(List.of(handler("/checkout", CRITICAL), handler("/report", HIGH)));

        assertThat(of("GET", "/api/report")).as("before what is written").isEqualTo(HIGH);
        assertThat(of("GET", "/api/admin/checkout")).isEqualTo(CRITICAL);
        assertThat(of("GET", "/checkout")).isEqualTo(NORMAL);
        assertThat(of("GET", "/legacy/checkout")).isEqualTo(NORMAL);
        assertThat(of("GET", "/apicheckout")).isEqualTo(NORMAL);
        assertThat(of("GET", "/export/all")).as("as it is written").isEqualTo(BULK);
        assertThat(paths.isExempt(PathContainer.parsePath("/api/actuator/health")))
                .isTrue();
        assertThat(paths.isExempt(PathContainer.parsePath("/actuator/health"))).isFalse();
        assertThat(paths.isExempt(PathContainer.parsePath("/legacy/actuator/health")))
                .isFalse();
        assertThat(paths.isExempt(PathContainer.parsePath("/healthz"))).isTrue();
        assertThat(paths.isExempt(PathContainer.parsePath("/livez"))).isTrue();
        assertThat(paths.isExempt(PathContainer.parsePath("/api/livez"))).isTrue();
        assertThat(paths.isExempt(PathContainer.parsePath("/legacy/livez"))).isFalse();
    }

    @Test
    void of_a_handler_is_found_beneath_each_of_the_servlets_that_know_it() {
        paths.servlets(List.of("", "/admin"));
        paths.handlers(List.of(handler("/checkout", CRITICAL)));

        assertThat(of("GET", "/checkout")).isEqualTo(CRITICAL);
        assertThat(of("GET", "/admin/checkout")).isEqualTo(CRITICAL);
        assertThat(of("GET", "/other/checkout")).isEqualTo(NORMAL);
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

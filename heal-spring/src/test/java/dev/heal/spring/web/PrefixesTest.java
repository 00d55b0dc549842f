package dev.heal.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.admission.Priority;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Where the application or its servlet has a path of its own")
@Timeout(120)
class PrefixesTest {

    /** Answers all that comes to it, with no regard to the path. */
    static final class Legacy extends HttpServlet {
        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            response.setStatus(204);
        }
    }

    private static String classOf(WebApp app, String path) {
        List<Long> before = counts(app);
        HttpResponse<String> answer = app.get(path).join();
        List<Long> after = counts(app);
        String more = "exempt";
        for (Priority priority : Priority.all()) {
            if (after.get(priority.ordinal()) > before.get(priority.ordinal())) {
                more = priority.name();
            }
        }
        return path + " " + answer.statusCode() + " " + more;
    }

    private static List<Long> counts(WebApp app) {
        return Priority.all().stream().map(app.shedder().admission()::admitted).toList();
    }

    @Test
    void a_servlets_path_is_written_in_patterns_and_not_in_annotations() {
        try (WebApp app = WebApp.servlet(
                "spring.mvc.servlet.path=/api", "heal.load-shedding.web.paths.bulk=/api/export/**, /legacy/export")) {
            assertThat(classOf(app, "/api/checkout")).isEqualTo("/api/checkout 200 CRITICAL");
            assertThat(classOf(app, "/api/stock?urgent")).isEqualTo("/api/stock?urgent 200 CRITICAL");
            assertThat(classOf(app, "/api/page")).isEqualTo("/api/page 200 NORMAL");
            assertThat(classOf(app, "/api/export/all")).isEqualTo("/api/export/all 200 BULK");
            assertThat(classOf(app, "/api/actuator/health/liveness"))
                    .isEqualTo("/api/actuator/health/liveness 200 exempt");
            assertThat(classOf(app, "/legacy/export")).as("of another servlet").isEqualTo("/legacy/export 204 BULK");
            assertThat(classOf(app, "/legacy/checkout")).isEqualTo("/legacy/checkout 204 NORMAL");
            assertThat(classOf(app, "/legacy/actuator/health")).isEqualTo("/legacy/actuator/health 204 NORMAL");
        }
    }

    @Test
    void the_applications_path_is_written_in_neither() {
        try (WebApp app = WebApp.servlet("server.servlet.context-path=/shop")) {
            assertThat(classOf(app, "/shop/checkout")).isEqualTo("/shop/checkout 200 CRITICAL");
            assertThat(classOf(app, "/shop/stock?urgent")).isEqualTo("/shop/stock?urgent 200 CRITICAL");
            assertThat(classOf(app, "/shop/export/all")).isEqualTo("/shop/export/all 200 BULK");
            assertThat(classOf(app, "/shop/actuator/health/liveness"))
                    .isEqualTo("/shop/actuator/health/liveness 200 exempt");
            assertThat(classOf(app, "/shop/legacy/actuator/health"))
                    .isEqualTo("/shop/legacy/actuator/health 204 NORMAL");
        }
    }

    @Test
    void both_at_once() {
        try (WebApp app = WebApp.servlet(
                "server.servlet.context-path=/shop",
                "spring.mvc.servlet.path=/api/",
                "heal.load-shedding.web.paths.bulk=/api/export/**")) {
            assertThat(classOf(app, "/shop/api/checkout")).isEqualTo("/shop/api/checkout 200 CRITICAL");
            assertThat(classOf(app, "/shop/api/stock?urgent")).isEqualTo("/shop/api/stock?urgent 200 CRITICAL");
            assertThat(classOf(app, "/shop/api/export/all")).isEqualTo("/shop/api/export/all 200 BULK");
            assertThat(classOf(app, "/shop/api/actuator/health/liveness")).endsWith("200 exempt");
        }
    }

    @Test
    void of_webflux_the_base_path_is_the_applications() {
        try (WebApp app = WebApp.reactive("spring.webflux.base-path=/shop")) {
            assertThat(classOf(app, "/shop/checkout")).isEqualTo("/shop/checkout 200 CRITICAL");
            assertThat(classOf(app, "/shop/stock?urgent")).isEqualTo("/shop/stock?urgent 200 CRITICAL");
            assertThat(classOf(app, "/shop/export/all")).isEqualTo("/shop/export/all 200 BULK");
            assertThat(classOf(app, "/shop/actuator/health/liveness")).endsWith("200 exempt");
        }
    }
}

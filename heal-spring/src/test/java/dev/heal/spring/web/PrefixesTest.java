package dev.heal.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.admission.Priority;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;

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

    /** A web application beside the one that is healed, beneath a path of its own. */
    static final class Beside {

        @RestController
        static final class Admin {

            @GetMapping("/**")
            String all() {
                return "admin";
            }
        }

        @Bean
        static ServletRegistrationBean<DispatcherServlet> admin() {
            AnnotationConfigWebApplicationContext own = new AnnotationConfigWebApplicationContext();
            own.register(Admin.class);
            DispatcherServlet servlet = new DispatcherServlet(own);
            servlet.setDetectAllHandlerMappings(false);
            var registered = new ServletRegistrationBean<>(servlet, "/admin/*");
            registered.setName("admin");
            return registered;
        }
    }

    private static String classOf(WebApp app, String path) {
        return classOf(app, path, () -> String.valueOf(app.get(path).join().statusCode()));
    }

    private static String classOfUnreadable(WebApp app, String path) throws IOException {
        return classOf(app, path, () -> app.status(path));
    }

    private interface Sending<E extends Exception> {
        String status() throws E;
    }

    private static <E extends Exception> String classOf(WebApp app, String path, Sending<E> sending) throws E {
        List<Long> before = counts(app);
        String status = sending.status();
        List<Long> after = counts(app);
        String more = "exempt";
        for (Priority priority : Priority.all()) {
            if (after.get(priority.ordinal()) > before.get(priority.ordinal())) {
                more = priority.name();
            }
        }
        return path + " " + status + " " + more;
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
            assertThat(classOf(app, "/livez")).as("of the application itself").isEqualTo("/livez 204 exempt");
            assertThat(classOf(app, "/api/readyz")).endsWith("exempt");
            assertThat(classOf(app, "/legacy/livez")).isEqualTo("/legacy/livez 204 NORMAL");
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
    void a_path_that_cannot_be_read_is_shed_as_all_others() throws IOException {
        try (WebApp app = WebApp.servlet()) {
            for (String path : List.of("/legacy/x;a=%zz", "/legacy/x;a=%", "/;%/legacy/x")) {
                assertThat(classOfUnreadable(app, path)).isEqualTo(path + " 204 NORMAL");
            }
        }
        try (WebApp app = WebApp.servlet("server.servlet.context-path=/shop")) {
            for (String path : List.of("//shop/legacy/x", "/shop;a=%zz/legacy/x")) {
                assertThat(classOfUnreadable(app, path)).isEqualTo(path + " 204 NORMAL");
            }
        }
    }

    @Test
    void another_web_application_beside_has_neither_its_annotations_nor_its_actuator() {
        try (WebApp app = WebApp.servletWith(Beside.class)) {
            assertThat(classOf(app, "/admin/actuator/health/x")).isEqualTo("/admin/actuator/health/x 200 NORMAL");
            assertThat(classOf(app, "/admin/checkout")).isEqualTo("/admin/checkout 200 NORMAL");
            assertThat(classOf(app, "/actuator/health/liveness")).endsWith("200 exempt");
            assertThat(classOf(app, "/checkout")).isEqualTo("/checkout 200 CRITICAL");
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

package dev.heal.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.admission.LoadShedder;
import dev.heal.admission.Priority;
import dev.heal.spring.binding.Yaml;
import dev.heal.spring.web.LoadShedderServletFilter;
import dev.heal.spring.web.LoadShedderWebFilter;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.servlet.DispatcherServlet;

@DisplayName("A load shedder stands before the web application where somebody has written one")
@ExtendWith(OutputCaptureExtension.class)
class LoadSheddingStartTest {

    private static final String ALWAYS = "heal: { load-shedding: { web: { active: always } } }";

    private static WebApplicationContextRunner servlets(String yaml) {
        return with(new WebApplicationContextRunner(), yaml);
    }

    private static <R extends AbstractApplicationContextRunner<R, ?, ?>> R with(R runner, String yaml) {
        return runner.withInitializer(context -> Yaml.load("application.yml", yaml)
                        .forEach(context.getEnvironment().getPropertySources()::addLast))
                .withConfiguration(AutoConfigurations.of(
                        HealedAutoConfiguration.class,
                        HealAutoConfiguration.class,
                        HealLoadSheddingAutoConfiguration.class));
    }

    @Test
    void nothing_written_nothing_there() {
        servlets("heal: {}")
                .run(app -> assertThat(app)
                        .doesNotHaveBean(LoadShedder.class)
                        .doesNotHaveBean(FilterRegistrationBean.class));
    }

    @Test
    void one_key_is_enough() {
        servlets(ALWAYS).run(app -> {
            assertThat(app.getBean("webLoadShedder", LoadShedder.class).isActive())
                    .isTrue();
            assertThat(app.getBean("healLoadShedderFilter", FilterRegistrationBean.class)
                            .getFilter())
                    .isInstanceOf(LoadShedderServletFilter.class);
        });
    }

    @Test
    void left_to_the_policies_it_only_measures() {
        servlets("heal: { load-shedding: { web: {} } }")
                .run(app ->
                        assertThat(app.getBean(LoadShedder.class).isActive()).isFalse());
    }

    @Test
    void before_the_login_and_after_what_reads_forwarded_addresses() {
        servlets(ALWAYS)
                .run(app -> assertThat(app.getBean("healLoadShedderFilter", FilterRegistrationBean.class)
                                .getOrder())
                        .isGreaterThan(Integer.MIN_VALUE)
                        .isLessThan(-100));
        servlets("heal: { load-shedding: { web: { order: 7 } } }")
                .run(app -> assertThat(app.getBean("healLoadShedderFilter", FilterRegistrationBean.class)
                                .getOrder())
                        .isEqualTo(7));
    }

    @Test
    void of_webflux_the_filter_is_webfluxs() {
        with(new ReactiveWebApplicationContextRunner(), ALWAYS)
                .run(app -> assertThat(app)
                        .hasSingleBean(LoadShedderWebFilter.class)
                        .doesNotHaveBean(FilterRegistrationBean.class));
    }

    @Test
    void an_application_without_a_web_has_none() {
        with(new ApplicationContextRunner(), ALWAYS)
                .run(app -> assertThat(app).hasNotFailed().doesNotHaveBean(LoadShedder.class));
    }

    @Test
    void servlets_without_webmvc_have_no_annotations_to_read() {
        servlets(ALWAYS)
                .withClassLoader(new FilteredClassLoader(DispatcherServlet.class.getPackageName()))
                .run(app -> assertThat(app).hasNotFailed().hasSingleBean(LoadShedder.class));
    }

    /** Cannot be asked where it is. */
    static final class LostServlet extends ServletRegistrationBean<DispatcherServlet> {
        @Override
        public DispatcherServlet getServlet() {
            throw new IllegalStateException("lost");
        }
    }

    /** Cannot be asked for its handlers. */
    static final class LostMapping extends RequestMappingHandlerMapping {
        @Override
        public void afterPropertiesSet() {}

        @Override
        public Map<RequestMappingInfo, HandlerMethod> getHandlerMethods() {
            throw new IllegalStateException("lost");
        }
    }

    @Test
    void handlers_that_cannot_be_read_are_told_and_the_application_starts(CapturedOutput output) {
        servlets(ALWAYS)
                .withBean(LostServlet.class)
                .run(app -> assertThat(app).hasNotFailed().hasSingleBean(LoadShedder.class));
        with(new ReactiveWebApplicationContextRunner(), ALWAYS)
                .withBean(LostMapping.class)
                .run(app -> assertThat(app).hasNotFailed().hasSingleBean(LoadShedder.class));

        assertThat(output.getOut().split("what handlers say of their requests is not known", -1))
                .hasSize(3);
    }

    @Test
    void a_shedder_of_the_applications_own_takes_its_place() {
        LoadShedder own = LoadShedder.create("own");
        servlets(ALWAYS)
                .withBean("webLoadShedder", LoadShedder.class, () -> own)
                .run(app -> assertThat(app.getBean(LoadShedder.class)).isSameAs(own));
    }

    @Test
    void its_meters_are_there_without_any_target() {
        servlets(ALWAYS).run(app -> {
            SimpleMeterRegistry registry = new SimpleMeterRegistry();

            app.getBean(MeterBinder.class).bindTo(registry);

            assertThat(registry.get("heal.admission.rejected")
                            .tag("shedder", "web")
                            .tag("priority", "bulk")
                            .functionCounter()
                            .count())
                    .isZero();
        });
    }

    @Test
    void a_typo_is_told_with_its_place_and_nothing_stands_there(CapturedOutput output) {
        servlets(ALWAYS.replace("active", "actve")).run(app -> {
            assertThat(app).hasNotFailed().doesNotHaveBean(LoadShedder.class);
            assertThat(output)
                    .contains(
                            "heal.load-shedding.web.actve = always (application.yml:1:40): is not a key of web; did you"
                                    + " mean active?")
                    .contains("No load shedder stands before the web application.");
        });
    }

    private static void told(CapturedOutput output, String web, String answer, String... properties) {
        servlets("heal: { load-shedding: { web: " + web + " } }")
                .withPropertyValues(properties)
                .run(app -> assertThat(app).hasNotFailed());
        if (answer.isEmpty()) {
            assertThat(output).doesNotContain("problem");
        } else {
            assertThat(output).contains(answer);
        }
    }

    @Test
    void numbers_that_leave_no_thread_are_told(CapturedOutput output) {
        told(
                output,
                "{ waiting-room: 50, max-concurrency: 180 }",
                "with the waiting-room it leaves none of the server's 200 threads to turn requests away with");
    }

    @Test
    void headers_are_not_believed_where_the_server_forgets_who_sends_them(CapturedOutput output) {
        told(
                output,
                "{ priority-header: X-P, trusted-from: 10.0.0.0/8 }",
                "so no header is believed; write server.forward-headers-strategy: framework, or let the gateway",
                "server.forward-headers-strategy=native");
    }

    @Test
    void below_the_frameworks_forwarding_they_are(CapturedOutput output) {
        told(
                output,
                "{ priority-header: X-P, trusted-from: 10.0.0.0/8 }",
                "",
                "server.forward-headers-strategy=framework");
        told(output, "{ priority-header: X-P, trusted-from: any }", "", "server.forward-headers-strategy=native");
    }

    @Test
    void a_user_who_has_not_logged_in_yet_is_told_of(CapturedOutput output) {
        told(output, "{ user: principal, order: 0 }", "");
        told(output, "{ user: principal }", "so all are one user; write order: 0 beside it");
    }

    @Test
    void on_webflux_neither_is_known(CapturedOutput output) {
        with(
                        new ReactiveWebApplicationContextRunner(),
                        "heal: { load-shedding: { web: { user: principal, order: 0, priority-header: X-P, trusted-from: 10.0.0.0/8 } } }")
                .withPropertyValues("server.forward-headers-strategy=framework")
                .run(app -> assertThat(output)
                        .contains("is never known on WebFlux")
                        .contains("so no header is believed; let the gateway"));
    }

    private static AbstractApplicationContextRunner<?, ?, ?> operated(String... properties) {
        return servlets(ALWAYS)
                .withConfiguration(AutoConfigurations.of(
                        EndpointAutoConfiguration.class,
                        WebEndpointAutoConfiguration.class,
                        HealthContributorRegistryAutoConfiguration.class,
                        HealthEndpointAutoConfiguration.class))
                .withPropertyValues(properties);
    }

    private static String exempt(String path, org.springframework.context.ApplicationContext app) {
        var http = new org.springframework.mock.web.MockHttpServletRequest("GET", path);
        var shedder = app.getBean(LoadShedder.class);
        long before = admitted(shedder);
        try {
            ((LoadShedderServletFilter) app.getBean("healLoadShedderFilter", FilterRegistrationBean.class)
                            .getFilter())
                    .doFilter(http, new org.springframework.mock.web.MockHttpServletResponse(), (asked, answer) -> {});
        } catch (java.io.IOException | jakarta.servlet.ServletException impossible) {
            throw new IllegalStateException(impossible);
        }
        return path + (admitted(shedder) == before ? " passes" : " is counted");
    }

    private static long admitted(LoadShedder shedder) {
        return Priority.all().stream().mapToLong(shedder.admission()::admitted).sum();
    }

    @Test
    void the_actuator_is_exempt_where_it_really_is() {
        operated(
                        "management.endpoints.web.base-path=/",
                        "management.endpoints.web.path-mapping.health=healthz",
                        "management.endpoint.health.group.up.include=*",
                        "management.endpoint.health.group.up.additional-path=server:/up")
                .run(app -> assertThat(List.of(exempt("/healthz/up", app), exempt("/up", app), exempt("/page", app)))
                        .containsExactly("/healthz/up passes", "/up passes", "/page is counted"));
    }

    @Test
    void where_it_has_a_port_of_its_own_nothing_of_it_is_exempt_here() {
        operated("server.port=8080", "management.server.port=9090")
                .run(app -> assertThat(List.of(exempt("/actuator/health", app), exempt("/livez", app)))
                        .containsExactly("/actuator/health is counted", "/livez passes"));
        operated()
                .run(app -> assertThat(exempt("/actuator/health/liveness", app)).endsWith("passes"));
    }

    @Test
    void a_typo_ends_a_strict_start() {
        servlets("heal: { strict: true, load-shedding: { web: { actve: always } } }")
                .run(app -> assertThat(app).hasFailed());
    }
}

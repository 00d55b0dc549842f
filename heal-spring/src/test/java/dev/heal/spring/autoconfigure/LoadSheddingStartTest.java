package dev.heal.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.admission.LoadShedder;
import dev.heal.spring.binding.Yaml;
import dev.heal.spring.web.LoadShedderServletFilter;
import dev.heal.spring.web.LoadShedderWebFilter;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
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

    @Test
    void a_typo_ends_a_strict_start() {
        servlets("heal: { strict: true, load-shedding: { web: { actve: always } } }")
                .run(app -> assertThat(app).hasFailed());
    }
}

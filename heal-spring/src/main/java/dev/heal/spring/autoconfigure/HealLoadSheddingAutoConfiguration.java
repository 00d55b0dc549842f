package dev.heal.spring.autoconfigure;

import dev.heal.admission.LoadShedder;
import dev.heal.observe.HealMetrics;
import dev.heal.spring.binding.ConfigurationTree;
import dev.heal.spring.binding.LoadSheddingReader;
import dev.heal.spring.binding.WebShedding;
import dev.heal.spring.web.LoadShedderServletFilter;
import dev.heal.spring.web.LoadShedderWebFilter;
import dev.heal.spring.web.PathPriorities;
import dev.heal.spring.web.ReactiveHandlers;
import dev.heal.spring.web.Requests;
import dev.heal.spring.web.ServletHandlers;
import dev.heal.time.Clock;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.web.server.WebFilter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/** The load shedder before the web application, where the team has written one. */
@AutoConfiguration(before = HealAutoConfiguration.class, after = HealedAutoConfiguration.class)
@ConditionalOnClass(PathPattern.class)
@ConditionalOnWebApplication
@Conditional(OnWebShedding.class)
final class HealLoadSheddingAutoConfiguration {

    /** The name of the shedder's bean; its own name is web. */
    static final String BEAN = "webLoadShedder";

    private static final String NAME = "web";

    /** Kubernetes and its like ask there whether to end the process. */
    private static final List<String> HEALTH = List.of("/livez", "/readyz");

    @Bean
    PathPriorities healPathPriorities(ConfigurableEnvironment environment) {
        return PathPriorities.of(written(environment), alwaysExempt(environment));
    }

    /** Also where there is no target, and so nobody else who would. */
    @Bean
    MeterBinder healLoadShedderMeters(@Qualifier(BEAN) LoadShedder shedder) {
        return registry -> new HealMetrics(registry).bind(shedder);
    }

    /** Of endpoints at the root, those of health alone can be told from the application's paths. */
    private static List<String> alwaysExempt(Environment environment) {
        String base = environment.getProperty("management.endpoints.web.base-path", "/actuator");
        String trimmed = base.replaceAll("/+$", "");
        List<String> exempt = new ArrayList<>(HEALTH);
        exempt.add((trimmed.startsWith("/") ? trimmed : "") + (trimmed.isEmpty() ? "/health" : "") + "/**");
        return exempt;
    }

    private static WebShedding written(ConfigurableEnvironment environment) {
        return Objects.requireNonNull(LoadSheddingReader.web(ConfigurationTree.of(environment)));
    }

    private static LoadShedder shedder(WebShedding written, ServerThreads threads) {
        LoadShedder shedder = LoadShedder.of(NAME, threads.settings(written), Clock.system());
        return written.active() == WebShedding.Active.ALWAYS ? shedder.alwaysOn() : shedder;
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnClass({Filter.class, FilterRegistrationBean.class})
    static final class Servlets {

        @Bean(BEAN)
        @Qualifier(NAME)
        @ConditionalOnMissingBean(name = BEAN)
        LoadShedder webLoadShedder(ConfigurableEnvironment environment) {
            return shedder(written(environment), ServerThreads.ofServlets(environment));
        }

        @Bean
        FilterRegistrationBean<LoadShedderServletFilter> healLoadShedderFilter(
                @Qualifier(BEAN) LoadShedder shedder, PathPriorities paths, ConfigurableEnvironment environment) {
            WebShedding written = written(environment);
            FilterRegistrationBean<LoadShedderServletFilter> filter = new FilterRegistrationBean<>(
                    new LoadShedderServletFilter(shedder, new Requests(written, paths, shedder.clock())));
            filter.setOrder(written.order());
            filter.setDispatcherTypes(DispatcherType.REQUEST);
            filter.setAsyncSupported(true);
            return filter;
        }

        @Configuration(proxyBeanMethods = false)
        @ConditionalOnClass(RequestMappingHandlerMapping.class)
        static final class Annotations {

            @Bean
            SmartInitializingSingleton healServletPriorities(
                    PathPriorities paths, ObjectProvider<RequestMappingHandlerMapping> mappings) {
                return () -> paths.handlers(ServletHandlers.in(mappings.stream()));
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    @ConditionalOnClass({
        WebFilter.class,
        org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping.class
    })
    static final class Reactive {

        @Bean(BEAN)
        @Qualifier(NAME)
        @ConditionalOnMissingBean(name = BEAN)
        LoadShedder webLoadShedder(ConfigurableEnvironment environment) {
            return shedder(written(environment), ServerThreads.none());
        }

        @Bean
        LoadShedderWebFilter healLoadShedderWebFilter(
                @Qualifier(BEAN) LoadShedder shedder, PathPriorities paths, ConfigurableEnvironment environment) {
            WebShedding written = written(environment);
            return new LoadShedderWebFilter(shedder, new Requests(written, paths, shedder.clock()), written.order());
        }

        @Bean
        SmartInitializingSingleton healReactivePriorities(
                PathPriorities paths,
                ObjectProvider<org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping>
                        mappings) {
            return () -> paths.handlers(ReactiveHandlers.in(mappings.stream()));
        }
    }
}

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
import dev.heal.text.SafeText;
import dev.heal.time.Clock;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;
import org.springframework.web.servlet.DispatcherServlet;
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

    static final String SERVLET_FILTER = "healLoadShedderFilter";
    static final String WEB_FILTER = "healLoadShedderWebFilter";

    private static final String NAME = "web";

    private static final Logger LOG = LoggerFactory.getLogger(LoadShedder.class);

    /** Kubernetes and its like ask there whether to end the process. */
    private static final List<String> HEALTH = List.of("/livez", "/readyz");

    @Bean
    PathPriorities healPathPriorities(ConfigurableEnvironment environment) {
        return PathPriorities.of(written(environment), HEALTH);
    }

    /** Also where there is no target, and so nobody else who would. */
    @Bean
    MeterBinder healLoadShedderMeters(@Qualifier(BEAN) LoadShedder shedder) {
        return registry -> new HealMetrics(registry).bind(shedder);
    }

    /** Where the actuator is, asked before the server takes its first request. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({PathMappedEndpoints.class, ManagementPortType.class})
    static final class Operations {

        @Bean
        SmartInitializingSingleton healOperations(
                PathPriorities paths, ObjectProvider<PathMappedEndpoints> endpoints, Environment environment) {
            return () -> paths.operations(patterns(endpoints, environment));
        }

        /** On the application's port: where the actuator has one of its own, nothing but additional paths of health. */
        private static List<String> patterns(ObjectProvider<PathMappedEndpoints> endpoints, Environment environment) {
            Set<String> patterns = new LinkedHashSet<>();
            try {
                boolean isSamePort = ManagementPortType.get(environment) == ManagementPortType.SAME;
                endpoints.forEach(mapped -> {
                    if (isSamePort) {
                        mapped.getAllPaths().forEach(path -> patterns.add(below(path)));
                    }
                    mapped.forEach(endpoint -> endpoint.getAdditionalPaths(WebServerNamespace.SERVER)
                            .forEach(path -> patterns.add(below(path))));
                });
            } catch (RuntimeException | LinkageError broken) {
                LOG.warn("the actuator's paths are not known, so they are shed as all others: {}", SafeText.of(broken));
            }
            return List.copyOf(patterns);
        }

        private static String below(String path) {
            return (path.startsWith("/") ? "" : "/") + path + "/**";
        }
    }

    private static void unlessBroken(Runnable reading) {
        try {
            reading.run();
        } catch (RuntimeException | LinkageError broken) {
            LOG.warn(
                    "what handlers say of their requests is not known, so only what is written counts: {}",
                    SafeText.of(broken));
        }
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

        @Bean(SERVLET_FILTER)
        FilterRegistrationBean<LoadShedderServletFilter> healLoadShedderFilter(
                @Qualifier(BEAN) LoadShedder shedder, PathPriorities paths, ConfigurableEnvironment environment) {
            WebShedding written = written(environment);
            FilterRegistrationBean<LoadShedderServletFilter> filter = new FilterRegistrationBean<>(
                    new LoadShedderServletFilter(shedder, requests(written, paths, shedder, environment)));
            filter.setOrder(written.order());
            filter.setDispatcherTypes(DispatcherType.REQUEST);
            filter.setAsyncSupported(true);
            return filter;
        }

        private static Requests requests(
                WebShedding written, PathPriorities paths, LoadShedder shedder, Environment environment) {
            return new Requests(
                    written, paths, shedder.clock(), Forwarding.of(environment).keepsPeer(true));
        }

        @Configuration(proxyBeanMethods = false)
        @ConditionalOnClass(RequestMappingHandlerMapping.class)
        static final class Annotations {

            @Bean
            SmartInitializingSingleton healServletPriorities(
                    PathPriorities paths,
                    ObjectProvider<RequestMappingHandlerMapping> mappings,
                    ObjectProvider<ServletRegistrationBean<?>> servlets,
                    ApplicationContext context) {
                return () -> unlessBroken(() -> {
                    paths.servlets(prefixes(servlets, context));
                    ServletHandlers.tell(paths, mappings.stream());
                });
            }

            /**
             * Of the servlets that hand requests to this context's controllers; the actuator is beneath them too. One with a
             * context of its own has other controllers, and may not have that yet.
             */
            private static List<String> prefixes(
                    ObjectProvider<ServletRegistrationBean<?>> servlets, ApplicationContext context) {
                return servlets.stream()
                        .filter(registered -> registered.getServlet() instanceof DispatcherServlet servlet
                                && servlet.getWebApplicationContext() == context)
                        .flatMap(registered -> registered.getUrlMappings().stream())
                        .filter(mapping -> mapping.equals("/") || mapping.endsWith("/*"))
                        .map(mapping -> mapping.substring(0, mapping.lastIndexOf('/')))
                        .toList();
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

        @Bean(WEB_FILTER)
        LoadShedderWebFilter healLoadShedderWebFilter(
                @Qualifier(BEAN) LoadShedder shedder,
                PathPriorities paths,
                ObjectProvider<ForwardedHeaderTransformer> transformer,
                ConfigurableEnvironment environment) {
            WebShedding written = written(environment);
            boolean knowsPeers = Forwarding.of(environment).keepsPeer(false) && transformer.getIfAvailable() == null;
            return new LoadShedderWebFilter(
                    shedder, new Requests(written, paths, shedder.clock(), knowsPeers), written.order());
        }

        @Bean
        SmartInitializingSingleton healReactivePriorities(
                PathPriorities paths,
                ObjectProvider<org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping>
                        mappings) {
            return () -> unlessBroken(() -> ReactiveHandlers.tell(paths, mappings.stream()));
        }
    }
}

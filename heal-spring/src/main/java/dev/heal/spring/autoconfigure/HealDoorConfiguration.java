package dev.heal.spring.autoconfigure;

import dev.heal.spring.actuate.Door;
import dev.heal.spring.actuate.HealServletFilter;
import dev.heal.spring.actuate.HealWebFilter;
import dev.heal.spring.binding.AccessSettings;
import dev.heal.spring.binding.HealSettings;
import jakarta.servlet.Filter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.server.WebFilter;

/** The filter before heal's endpoints, wherever the endpoints are: on the application's port or on one of their own. */
@ManagementContextConfiguration(proxyBeanMethods = false)
final class HealDoorConfiguration {

    /** Before the login, which need not be troubled with what is refused anyway; after what only sets encodings. */
    private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 10;

    @Bean
    Door healDoor(ObjectProvider<HealSettings> settings, ObjectProvider<PathMappedEndpoints> endpoints) {
        HealSettings written = settings.getIfAvailable();
        return new Door(written == null ? AccessSettings.DEFAULT : written.access(), endpoints::getIfAvailable);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnClass({Filter.class, FilterRegistrationBean.class})
    static final class Servlets {

        @Bean
        FilterRegistrationBean<HealServletFilter> healServletFilter(Door healDoor) {
            FilterRegistrationBean<HealServletFilter> filter =
                    new FilterRegistrationBean<>(new HealServletFilter(healDoor));
            filter.setOrder(ORDER);
            return filter;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    @ConditionalOnClass(WebFilter.class)
    static final class Reactive {

        @Bean
        HealWebFilter healWebFilter(Door healDoor) {
            return new HealWebFilter(healDoor, ORDER);
        }
    }
}

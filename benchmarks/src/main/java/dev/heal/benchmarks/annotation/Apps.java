package dev.heal.benchmarks.annotation;

import dev.heal.spring.Healed;
import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.springframework.aop.Advisor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.NameMatchMethodPointcut;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;

/** One application for each contestant, as a team would write it; all have the same libraries. */
final class Apps {

    private Apps() {}

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Bare {
        @Bean
        Stock stock() {
            return new Stock();
        }
    }

    /** What Spring itself takes for a call through any interceptor. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Empty {
        @Bean
        Stock stock() {
            return new Stock();
        }

        @Bean
        @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
        static Advisor empty() {
            NameMatchMethodPointcut find = new NameMatchMethodPointcut();
            find.setClassFilter(type -> type == Stock.class);
            find.addMethodName("find");
            return new DefaultPointcutAdvisor(find, (MethodInterceptor) MethodInvocation::proceed);
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class OfHeal {
        @Bean
        Stock stock() {
            return new HealedStock();
        }
    }

    static class HealedStock extends Stock {
        @Override
        @Healed(name = "stock", fallbackMethod = "cached")
        public Object find(Object id) {
            return body(id);
        }

        Object cached(Object id, Throwable failure) {
            return CACHED;
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class OfResilience4j {
        @Bean
        Stock stock() {
            return new BreakerStock();
        }
    }

    static class BreakerStock extends Stock {
        @Override
        @CircuitBreaker(name = "stock", fallbackMethod = "cached")
        public Object find(Object id) {
            return body(id);
        }

        Object cached(Object id, Throwable failure) {
            return CACHED;
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableResilientMethods
    static class OfSpring {
        @Bean
        Stock stock() {
            return new RetryableStock();
        }
    }

    static class RetryableStock extends Stock {
        @Override
        @Retryable
        public Object find(Object id) {
            return body(id);
        }
    }
}

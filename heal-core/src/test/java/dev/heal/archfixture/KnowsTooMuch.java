package dev.heal.archfixture;

import com.zaxxer.hikari.HikariDataSource;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import org.postgresql.util.PSQLException;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/** Types that have one home each, used away from it; one violation a class. */
public final class KnowsTooMuch {

    static class Breaker {
        void use(CircuitBreaker breaker) {
            breaker.reset();
        }
    }

    static class BreakerFailure {
        boolean is(Throwable failure) {
            return failure instanceof CallNotPermittedException;
        }
    }

    static class Meters {
        void use(MeterRegistry registry) {
            registry.clear();
        }
    }

    static class Telemetry {
        void use(Span span) {
            span.end();
        }
    }

    static class Pool {
        void use(HikariDataSource pool) {
            pool.close();
        }
    }

    static class Reactor {
        void use(Mono<String> mono) {
            mono.block();
        }
    }

    static class Streams {
        void use(Subscription subscription) {
            subscription.cancel();
        }
    }

    static class Json {
        boolean is(Throwable failure) {
            return failure instanceof JacksonException;
        }
    }

    static class Driver {
        boolean is(Throwable failure) {
            return failure instanceof PSQLException;
        }
    }

    private KnowsTooMuch() {}
}

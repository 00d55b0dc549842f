package dev.heal.spring.client;

import dev.heal.admission.Backpressure;
import dev.heal.admission.Priority;
import dev.heal.spring.client.Servers.Rejection;
import dev.heal.spring.web.ServedPriority;
import dev.heal.time.Clock;
import java.util.Locale;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;

/**
 * Has a {@code WebClient} heed what its servers say of their load: as {@link BackpressureClientHttpRequestInterceptor}, with
 * failures those of the subscription, no thread that waits, and only calls
 * without a body sent again. The request that a call is made for is known from Reactor's
 * context, where it is served by WebFlux behind heal's load shedder.
 */
public final class BackpressureExchangeFilterFunction implements ExchangeFilterFunction {

    private final ClientSettings settings;
    private final Servers servers;

    private BackpressureExchangeFilterFunction(ClientSettings settings) {
        this.settings = settings;
        this.servers = new Servers(Clock.system());
    }

    /** Heeds, and sends nothing again by itself. */
    public static BackpressureExchangeFilterFunction create() {
        return of(ClientSettings.DEFAULT);
    }

    public static BackpressureExchangeFilterFunction of(ClientSettings settings) {
        return new BackpressureExchangeFilterFunction(settings);
    }

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        return Mono.deferContextual(context -> {
            Priority served = context.<Priority>getOrEmpty(ServedPriority.KEY).orElse(ServedPriority.current());
            Priority priority = Servers.priority(request.attributes(), served);
            Backpressure server = servers.of(request.url());
            if (!server.passes(priority)) {
                return Mono.error(server.withheld(priority));
            }
            // What is not sent pays nothing into the budget.
            server.retries().requested();
            return send(server, priority, told(request, priority), next, settings.retries());
        });
    }

    private ClientRequest told(ClientRequest request, Priority priority) {
        String header = settings.priorityHeader();
        return header == null
                ? request
                : ClientRequest.from(request)
                        .headers(headers -> headers.set(header, priority.name().toLowerCase(Locale.ROOT)))
                        .build();
    }

    private Mono<ClientResponse> send(
            Backpressure server, Priority priority, ClientRequest request, ExchangeFunction next, int left) {
        return next.exchange(request).flatMap(response -> {
            Rejection rejection = servers.heard(
                    server, response.statusCode().value(), response.headers().asHttpHeaders());
            if (rejection == null
                    || left == 0
                    || !hasNoBody(request)
                    || !Servers.mayWait(server, request.method(), rejection, settings)) {
                return Mono.just(response);
            }
            // Released before the wait, so that whoever cancels it leaves no connection behind.
            return response.releaseBody()
                    .then(Mono.delay(rejection.pause()))
                    .flatMap(over -> server.passes(priority)
                            ? send(server, priority, request, next, left - 1)
                            : Mono.error(server.withheld(priority)));
        });
    }

    /** A body may be a publisher that can be had but once, and cannot be told from one that can be had again. */
    private static boolean hasNoBody(ClientRequest request) {
        return request.body() == BodyInserters.empty();
    }
}

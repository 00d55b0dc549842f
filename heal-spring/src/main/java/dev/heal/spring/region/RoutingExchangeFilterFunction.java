package dev.heal.spring.region;

import dev.heal.guard.Guard;
import dev.heal.region.Region;
import dev.heal.region.RegionLeftException;
import dev.heal.region.RegionRouter;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.publisher.Mono;

/**
 * Has a {@code WebClient} call the region that has the traffic when the call is subscribed to.
 *
 * <pre>{@code
 * WebClient client = WebClient.builder().filter(RoutingExchangeFilterFunction.of(router)).build();
 * Mono<Item> item = client.get().uri("/items/{id}", id).retrieve().bodyToMono(Item.class);
 * }</pre>
 *
 * <p>As {@link RoutingClientHttpRequestInterceptor}; failures are those of the subscription. Of a router whose calls in
 * flight fail fast, a call whose region traffic leaves is cancelled and fails as any that is reset, with a
 * {@link RegionLeftException} for its cause, also while its answer's body is being read. A call that is cancelled says
 * nothing of its region. Safe for use by all threads.
 */
public final class RoutingExchangeFilterFunction implements ExchangeFilterFunction {

    private final RegionRouter<URI> router;
    private final RegionAddresses addresses;
    private final InFlightCalls inFlight;

    private RoutingExchangeFilterFunction(RegionRouter<URI> router) {
        this.router = router;
        this.addresses = new RegionAddresses(router);
        this.inFlight = new InFlightCalls(router);
    }

    /** One for a router is enough: each has the router remember it. */
    public static RoutingExchangeFilterFunction of(RegionRouter<URI> router) {
        return new RoutingExchangeFilterFunction(router);
    }

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        return Mono.defer(() -> {
            Departures began = inFlight.departures();
            Region<URI> region = router.current();
            addresses.checkMayGo(region, request.method());
            ClientRequest there = ClientRequest.from(request)
                    .url(addresses.in(region, request.url()))
                    .build();
            Mono<ClientResponse> answer = inFlight.untilLeft(region, began, next.exchange(there))
                    .onErrorMap(RegionLeftException.class, left -> failure(there, left))
                    .map(response -> response.mutate()
                            .body(body -> inFlight.untilLeft(region, began, body))
                            .build());
            return router.isInCall() ? answer : guarded(region, answer);
        });
    }

    /** As WebClient tells of any other failure to send or to receive. */
    private static WebClientRequestException failure(ClientRequest request, RegionLeftException left) {
        return new WebClientRequestException(left, request.method(), request.url(), request.headers());
    }

    private static Mono<ClientResponse> guarded(Region<URI> region, Mono<ClientResponse> answer) {
        Guard guard = region.guard();
        long token = guard.enter();
        AtomicBoolean ended = new AtomicBoolean();
        return answer.doOnSuccess(response -> {
                    if (ended.compareAndSet(false, true)) {
                        int status =
                                response == null ? 0 : response.statusCode().value();
                        if (status >= 500) {
                            guard.failed(token, new ServerErrorException(region, status));
                        } else {
                            guard.succeeded(token);
                        }
                    }
                })
                .doOnError(failure -> {
                    if (ended.compareAndSet(false, true)) {
                        guard.failed(token, failure);
                    }
                })
                .doOnCancel(() -> {
                    if (ended.compareAndSet(false, true)) {
                        guard.ignored(token);
                    }
                });
    }
}

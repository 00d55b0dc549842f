package dev.heal.spring.region;

import dev.heal.guard.Guard;
import dev.heal.region.Region;
import dev.heal.region.RegionRouter;
import java.io.IOException;
import java.net.URI;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.support.HttpRequestWrapper;

/**
 * Has a {@code RestClient} or {@code RestTemplate} call the region that has the traffic at this moment.
 *
 * <pre>{@code
 * RestClient client = RestClient.builder()
 *     .requestInterceptor(RoutingClientHttpRequestInterceptor.of(router))
 *     .build();
 * Item item = client.get().uri("/items/{id}", id).retrieve().body(Item.class);
 * }</pre>
 *
 * <p>Each request is a call of its region, until its answer begins: an answer of 500 or more and a failure to send or to
 * receive count as failures. Within a call that is measured already, such as that of a method with {@code @Healed}, it is a
 * part of it and goes to the same region. A request is sent once. Calls under way in a region that traffic leaves are left
 * to their own deadline: give the client a read timeout.
 *
 * <p>Throws {@link dev.heal.region.WriteRefusedException} for a method other than GET, HEAD, OPTIONS and TRACE in a region
 * that may not be written, and {@link dev.heal.guard.CallRejectedException} if the region's circuit breaker is open; nothing
 * is sent then. Put it last, so that what other interceptors do to a request is done before. Safe for use by all threads.
 */
public final class RoutingClientHttpRequestInterceptor implements ClientHttpRequestInterceptor {

    private final RegionRouter<URI> router;
    private final RegionAddresses addresses;

    private RoutingClientHttpRequestInterceptor(RegionRouter<URI> router) {
        this.router = router;
        this.addresses = new RegionAddresses(router);
    }

    public static RoutingClientHttpRequestInterceptor of(RegionRouter<URI> router) {
        return new RoutingClientHttpRequestInterceptor(router);
    }

    @Override
    public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        Region<URI> region = router.current();
        addresses.checkMayGo(region, request.getMethod());
        HttpRequest there = new Moved(request, addresses.in(region, request.getURI()));
        return router.isInCall() ? execution.execute(there, body) : guarded(region, there, body, execution);
    }

    private ClientHttpResponse guarded(
            Region<URI> region, HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        Guard guard = region.guard();
        long token = guard.enter();
        ClientHttpResponse response;
        int status;
        Region<URI> before = router.bind(region);
        try {
            response = execution.execute(request, body);
            status = response.getStatusCode().value();
        } catch (Throwable failure) {
            guard.failed(token, failure);
            throw failure;
        } finally {
            router.leave(before);
        }
        if (status >= 500) {
            guard.failed(token, new ServerErrorException(region, status));
        } else {
            guard.succeeded(token);
        }
        return response;
    }

    private static final class Moved extends HttpRequestWrapper {
        private final URI uri;

        Moved(HttpRequest request, URI uri) {
            super(request);
            this.uri = uri;
        }

        @Override
        public URI getURI() {
            return uri;
        }
    }
}

package dev.heal.region;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP client whose requests go to the region that serves at present: their path and query are kept and put behind the
 * base address of the region, whatever host they name.
 *
 * <pre>{@code
 * RegionRouter<URI> router = RegionRouter.<URI>named("catalog")
 *     .region("east", URI.create("https://east.example/api"))
 *     .standby("west", URI.create("https://west.example/api"))
 *     .probe(base -> new HttpProbe(base, "/health"))
 *     .build();
 * HttpClient catalog = RoutingHttpClient.of(router, HttpClient.newHttpClient()).retryingReads();
 * HttpResponse<String> item = catalog.send(RoutingHttpClient.request("/items/7").build(), BodyHandlers.ofString());
 * }</pre>
 *
 * <p>Each request passes the guard of its region, unless it is within a call of the router, which is measured already. An
 * {@link IOException}, a timeout among them, and an answer of 500 or more are failures; any other answer is a success. What
 * the guard rejects fails with {@link dev.heal.guard.CallRejectedException}. Requests other than GET, HEAD, OPTIONS and TRACE
 * fail with {@link WriteRefusedException} in a region that may not be written to; nothing is sent then.
 *
 * <p>With {@link InFlight#FAIL_FAST} requests in flight in a region that is left are cancelled and fail with
 * {@link RegionLeftException}.
 *
 * <p>Safe for use by all threads. It owns nothing: the client that it was given does the work, and is its owner's to close.
 */
public final class RoutingHttpClient extends HttpClient {

    /** Reserved by RFC 2606: it never is a real host, should such a request ever be sent past this client. */
    private static final String ANYWHERE = "http://routed.invalid";

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final Set<String> READS = Set.of("GET", "HEAD");

    private final RegionRouter<URI> router;
    private final HttpClient client;
    private final boolean retriesReads;

    private RoutingHttpClient(RegionRouter<URI> router, HttpClient client, boolean retriesReads) {
        this.router = router;
        this.client = client;
        this.retriesReads = retriesReads;
    }

    /**
     * @throws IllegalArgumentException if the base address of a region is no http or https address with a host, or has a
     *     query, a fragment or a user's name in it
     */
    public static RoutingHttpClient of(RegionRouter<URI> router, HttpClient client) {
        router.regions().forEach(region -> Base.check(region.target(), region.resource()));
        return new RoutingHttpClient(router, client, false);
    }

    /**
     * A request that is told where to go when it is sent.
     *
     * @param pathAndQuery such as {@code /items?of=7}, encoded
     * @throws IllegalArgumentException if it does not begin with a slash, or is no path
     */
    public static HttpRequest.Builder request(String pathAndQuery) {
        if (!pathAndQuery.startsWith("/")) {
            throw new IllegalArgumentException(
                    "\"" + pathAndQuery + "\" does not begin with /: write a path such as /items/7");
        }
        return HttpRequest.newBuilder(URI.create(ANYWHERE + pathAndQuery));
    }

    /**
     * The same client, which sends a GET or HEAD once more if the traffic was moved away from its region while it was under way
     * and it failed without an answer, or if the region's guard did not let it in while its traffic is on its way elsewhere:
     * in a region that serves now, within the router's {@linkplain RegionRouter#retries budget} and within what is left of the
     * request's timeout.
     */
    public RoutingHttpClient retryingReads() {
        return new RoutingHttpClient(router, client, true);
    }

    public RegionRouter<URI> router() {
        return router;
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        if (router.inFlight() == InFlight.FAIL_FAST && !router.isInCall()) {
            // Only what another thread can end can be cut.
            return await(sendAsync(request, handler));
        }
        if (router.isInCall()) {
            return client.send(at(router.current(), request, Optional.empty()), handler);
        }
        FirstTry<URI> turn = turn(request);
        HttpRequest first = at(turn.region(), request, turn.remaining());
        try {
            return sent(turn, turn.region(), first, handler);
        } catch (IOException | RuntimeException failure) {
            Region<URI> next = mayRepeat(request) ? turn.again(failure) : null;
            if (next == null) {
                throw failure;
            }
            try {
                return sent(turn, next, at(next, request, turn.remaining()), handler);
            } catch (IOException | RuntimeException second) {
                FirstTry.withFirst(second, failure);
                throw second;
            }
        }
    }

    private <T> HttpResponse<T> sent(
            FirstTry<URI> turn, Region<URI> region, HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        Exchange exchange = Exchange.enter(region);
        turn.sent();
        HttpResponse<T> response;
        try {
            response = client.send(request, handler);
        } catch (Throwable failure) {
            exchange.ended(failure);
            throw failure;
        }
        exchange.ended(response.statusCode());
        return response;
    }

    private static <T> HttpResponse<T> await(CompletableFuture<HttpResponse<T>> answer)
            throws IOException, InterruptedException {
        try {
            return answer.get();
        } catch (InterruptedException stop) {
            answer.cancel(true);
            throw stop;
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            if (cause instanceof IOException failure) {
                // The trace is that of the thread that noticed; who waited is told by this one.
                failure.addSuppressed(new IOException("waited for here"));
                throw failure;
            }
            if (cause instanceof RuntimeException failure) {
                throw failure;
            }
            if (cause instanceof Error failure) {
                throw failure;
            }
            throw new IOException(cause);
        }
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        return later(request, to -> client.sendAsync(to, handler));
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushes) {
        return later(request, to -> client.sendAsync(to, handler, pushes));
    }

    private <T> CompletableFuture<HttpResponse<T>> later(HttpRequest request, HttpAnswer.Send<T> send) {
        try {
            if (router.isInCall()) {
                return send.to(at(router.current(), request, Optional.empty()));
            }
            FirstTry<URI> turn = turn(request);
            return new HttpAnswer<>(turn, region -> at(region, request, turn.remaining()), send, mayRepeat(request))
                    .begin();
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private FirstTry<URI> turn(HttpRequest request) {
        if (!mayRepeat(request)) {
            return new FirstTry<>(router, OptionalLong.empty());
        }
        return router.turn(request.timeout().map(router::until).orElse(OptionalLong.empty()));
    }

    private boolean mayRepeat(HttpRequest request) {
        return retriesReads && READS.contains(method(request));
    }

    private static String method(HttpRequest request) {
        return request.method().toUpperCase(Locale.ROOT);
    }

    /** @param remaining of the time that the request has; empty for as long as it says itself */
    private HttpRequest at(Region<URI> region, HttpRequest request, Optional<Duration> remaining) {
        if (!region.mayWrite() && !SAFE.contains(method(request))) {
            throw new WriteRefusedException(region);
        }
        HttpRequest.Builder there = HttpRequest.newBuilder(request, (name, value) -> true)
                .uri(Base.resolve(region.resource(), request.uri()));
        remaining.ifPresent(there::timeout);
        return there.build();
    }

    // -- the rest is that of the client that does the work

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return client.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return client.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return client.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return client.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return client.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return client.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return client.authenticator();
    }

    @Override
    public Version version() {
        return client.version();
    }

    @Override
    public Optional<Executor> executor() {
        return client.executor();
    }

    // -- since Java 21 clients can be closed, and heal is made for 17: hence no @Override

    /** Does nothing: the client that does the work is its owner's to close. */
    public void close() {}

    /** Does nothing, as {@link #close}. */
    public void shutdown() {}

    /** Does nothing, as {@link #close}. */
    public void shutdownNow() {}

    /** True: nothing of its own ever runs. */
    public boolean isTerminated() {
        return true;
    }

    /** True, and at once: nothing of its own ever runs. */
    public boolean awaitTermination(Duration within) {
        return true;
    }

    @Override
    public String toString() {
        return "RoutingHttpClient (" + router.name() + ")";
    }
}

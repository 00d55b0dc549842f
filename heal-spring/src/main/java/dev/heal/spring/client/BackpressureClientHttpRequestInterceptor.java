package dev.heal.spring.client;

import dev.heal.admission.Backpressure;
import dev.heal.admission.Priority;
import dev.heal.spring.client.Servers.Rejection;
import dev.heal.spring.web.ServedPriority;
import dev.heal.time.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Has a {@code RestClient} or {@code RestTemplate} heed what its servers say of their load: what a server would turn away is
 * not sent, and what it has turned away is sent again, if at all, not before the server wants it, and for one call in ten at
 * most.
 *
 * <pre>{@code
 * RestClient client = RestClient.builder()
 *     .requestInterceptor(BackpressureClientHttpRequestInterceptor.create())
 *     .build();
 * client.get().uri("/prices").attribute(BackpressureClientHttpRequestInterceptor.PRIORITY, Priority.BULK).retrieve();
 * }</pre>
 *
 * <p>The class of a call is that of its attribute {@link #PRIORITY}, else that of the request which this thread serves, else
 * NORMAL. Throws {@link dev.heal.admission.LoadShedException} for a call that is not sent, or
 * not sent again after its wait because the server would still turn it away. What it knows it knows by host and
 * port: one for all clients of an application is best. Put it last but for one that routes. Safe for use by all threads; waits
 * on the caller's thread only before it sends again.
 */
public final class BackpressureClientHttpRequestInterceptor implements ClientHttpRequestInterceptor {

    /** The name of the attribute. */
    public static final String PRIORITY = Servers.PRIORITY;

    /** How a thread waits. */
    @FunctionalInterface
    interface Pause {
        void lasting(Duration span) throws InterruptedException;
    }

    private final ClientSettings settings;
    private final Servers servers;
    private final Pause pause;

    BackpressureClientHttpRequestInterceptor(ClientSettings settings, Clock clock, Pause pause) {
        this.settings = settings;
        this.servers = new Servers(clock);
        this.pause = pause;
    }

    /** Heeds, and sends nothing again by itself. */
    public static BackpressureClientHttpRequestInterceptor create() {
        return of(ClientSettings.DEFAULT);
    }

    public static BackpressureClientHttpRequestInterceptor of(ClientSettings settings) {
        return new BackpressureClientHttpRequestInterceptor(
                settings, Clock.system(), span -> Thread.sleep(span.toMillis()));
    }

    @Override
    public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        Priority priority = Servers.priority(request.getAttributes(), ServedPriority.current());
        Backpressure server = servers.of(request.getURI());
        if (!server.passes(priority)) {
            throw server.withheld(priority);
        }
        // What is not sent pays nothing into the budget.
        server.retries().requested();
        if (settings.priorityHeader() != null) {
            request.getHeaders().set(settings.priorityHeader(), priority.name().toLowerCase(Locale.ROOT));
        }
        ClientHttpResponse response = execution.execute(request, body);
        Rejection rejection = heard(server, response);
        for (int left = settings.retries(); left > 0 && rejection != null; left--) {
            if (!Servers.mayWait(server, request.getMethod(), rejection, settings)) {
                return response;
            }
            // Before the wait: who sleeps with it keeps a connection from calls that would succeed.
            response.close();
            if (!hasWaited(rejection.pause()) || !server.passes(priority)) {
                throw server.withheld(priority);
            }
            response = execution.execute(request, body);
            rejection = heard(server, response);
        }
        return response;
    }

    private @Nullable Rejection heard(Backpressure server, ClientHttpResponse response) throws IOException {
        return servers.heard(server, response.getStatusCode().value(), response.getHeaders());
    }

    /** False if the thread was interrupted: then its caller wants to be told at once. */
    private boolean hasWaited(Duration wait) {
        try {
            pause.lasting(wait);
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

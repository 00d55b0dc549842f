package dev.heal.detect;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;

/**
 * Asks one address by GET: 2xx is a good answer, all else is none. Redirects are not followed, because where they lead nobody
 * has configured.
 */
public final class HttpProbe implements Probe {

    /** As in application.yml. */
    public static final String NAME = "http";

    /** Shared: a client has threads of its own, and a probe a second needs no more than one. */
    private static final class Shared {
        static final HttpClient CLIENT = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(10))
                .build();

        private Shared() {}
    }

    private final URI address;

    private HttpProbe(URI address) {
        this.address = address;
    }

    /**
     * @throws IllegalArgumentException if it is not http or https with a host
     */
    public static HttpProbe of(URI address) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https")) || address.getHost() == null) {
            throw new IllegalArgumentException("a probe asks an address such as https://east.example/health");
        }
        return new HttpProbe(address);
    }

    /** Below a base address: {@code https://east.example/inventory} and {@code /health} are asked as one path. */
    public static HttpProbe below(URI base, String path) {
        String start = base.toString();
        return of(URI.create((start.endsWith("/") ? start.substring(0, start.length() - 1) : start)
                + (path.startsWith("/") ? "" : "/")
                + path));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void ask(Duration limit) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(limit).GET().build();
        int status = Shared.CLIENT.send(request, BodyHandlers.discarding()).statusCode();
        if (status < 200 || status > 299) {
            throw new IOException("answered " + status);
        }
    }
}

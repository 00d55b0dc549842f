package dev.heal.detect;

import dev.heal.resource.Resources;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * Asks an address by GET whether all is well: an answer of 200 to 299 is good. Follows no redirect, sends no credentials and
 * reads no body, so that what it says is said by the address itself.
 *
 * <p>An address that only the machine's own cloud answers at, link-local ones and those of metadata services, is never asked,
 * also where a name leads to it. One of the machine itself is: the address comes from configuration alone, never from a call,
 * and a service beside the application is often there.
 *
 * @param uri http or https, with a host and without a user's name
 */
public record HttpProbe(URI uri) implements Probe {

    public static final ProbeKind KIND = new ProbeKind() {
        @Override
        public String name() {
            return "http";
        }

        @Override
        public String description() {
            return "Asks the target's address by GET; an answer of 200 to 299 is good.";
        }

        @Override
        public boolean needsResource() {
            return true;
        }

        @Override
        public Probe create(Resources resources) {
            return new HttpProbe(resources.require(URI.class));
        }
    };

    /** Of Amazon (IPv6), Alibaba and Oracle, that are not link-local. */
    private static final Set<String> METADATA = Set.of("fd00:ec2:0:0:0:0:0:254", "100.100.100.200", "192.0.0.192");

    private static final Set<String> METADATA_HOSTS = Set.of("metadata.google.internal", "metadata.goog");

    /** Made when first asked: most applications ask no address. */
    private static final class Lazy {
        static final HttpClient CLIENT = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * @throws IllegalArgumentException if the address must not or cannot be asked; the message says why
     */
    public HttpProbe {
        String scheme = uri.getScheme();
        if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
            throw refused(uri, "is neither http nor https");
        }
        if (uri.getRawUserInfo() != null) {
            throw refused(uri, "has a user's name in it, which would be shown wherever the address is");
        }
        if (uri.getHost() == null || uri.getHost().isEmpty()) {
            throw refused(uri, "has no host");
        }
        // A name may end in the dot of the root, which changes nothing.
        String host = uri.getHost().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        if (METADATA_HOSTS.contains(host) || isLiteral(host) && isForbidden(host)) {
            throw refused(uri, "is a link-local address or one of a metadata service");
        }
    }

    /**
     * @param path is put behind the base, such as {@code /health}
     * @throws IllegalArgumentException as {@link #HttpProbe(URI)}
     */
    public HttpProbe(URI base, String path) {
        this(behind(base, path));
    }

    private static URI behind(URI base, String path) {
        String start = base.toString();
        return URI.create((start.endsWith("/") ? start.substring(0, start.length() - 1) : start)
                + (path.startsWith("/") ? path : "/" + path));
    }

    private static IllegalArgumentException refused(URI uri, String why) {
        // Without what stands before the host: it may be a secret.
        String shown = uri.getHost() == null ? uri.getScheme() + ":..." : uri.getScheme() + "://" + uri.getHost();
        return new IllegalArgumentException(
                "the address " + shown + " of a probe " + why + ": write one such as https://east.example/health");
    }

    private static boolean isLiteral(String host) {
        return host.startsWith("[") || host.matches("[0-9.]+");
    }

    /** A literal address is not looked up. */
    private static boolean isForbidden(String literal) {
        try {
            return isForbidden(InetAddress.getByName(literal));
        } catch (UnknownHostException noAddress) {
            return true;
        }
    }

    private static boolean isForbidden(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return address.isLinkLocalAddress()
                || METADATA.contains(zone < 0 ? text : text.substring(0, zone))
                || (address instanceof Inet6Address six && six.isIPv4CompatibleAddress());
    }

    @Override
    public String name() {
        return KIND.name();
    }

    /** Looks the name up each time: one that was harmless may be pointed elsewhere. */
    @Override
    public void ask(Duration limit) throws IOException, InterruptedException {
        for (InetAddress address : InetAddress.getAllByName(uri.getHost())) {
            if (isForbidden(address)) {
                throw new IOException(
                        uri.getHost() + " is at a link-local address or one of a metadata service, which is not asked");
            }
        }
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(limit).GET().build();
        HttpResponse<InputStream> answer = Lazy.CLIENT.send(request, BodyHandlers.ofInputStream());
        // Closed unread: a body that trickles is no part of the question.
        answer.body().close();
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("answered " + answer.statusCode() + ", which is not 200 to 299");
        }
    }
}

package dev.heal.spring.actuate;

import dev.heal.text.SafeText;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which requests to heal's endpoints do not come from where they say or from where they may: a pure rule, the same before
 * servlets and before WebFlux.
 *
 * <p>A browser can be made by any page to send requests here, with the user's login. It says so in Origin and Sec-Fetch-Site,
 * which pages cannot change. A page whose own name was pointed at this machine (DNS rebinding) is told by Host. And what a
 * plain form can send, that is no body, or one that is not JSON, is not taken for an order.
 *
 * @param hosts the names by which the application may be called; empty for any, but for loopback names alone on loopback
 */
record CrossSiteRule(Set<String> hosts) {

    static final long LARGEST_BODY = 64 * 1024;

    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final Pattern QUERY = Pattern.compile("as=[A-Za-z]{0,20}");
    private static final Pattern JSON =
            Pattern.compile("application/(?:json|vnd\\.spring-boot\\.actuator\\.v\\d+\\+json)\\s*(?:;.*)?");

    /**
     * What of a request counts.
     *
     * @param secure whether it came over TLS
     * @param toLoopback whether it arrived at a loopback address of this machine
     * @param query null for none
     * @param host all headers of that name, as all lists here; of HTTP/2 what stands there for it
     * @param knownAs host and port as the application reads them, if it lets a proxy tell it; null for not known
     * @param length of the body in bytes; -1 if it is not said
     */
    record Request(
            String method,
            boolean secure,
            boolean toLoopback,
            @Nullable String query,
            List<String> host,
            @Nullable String knownAs,
            List<String> origin,
            List<String> fetchSite,
            List<String> contentType,
            long length) {}

    /** Why a request is refused. */
    record Refusal(int status, String message) {}

    /** Null for what may pass. */
    @Nullable
    Refusal judge(Request request) {
        HostPort host =
                request.host().size() == 1 ? HostPort.parse(request.host().get(0)) : null;
        if (host == null) {
            return new Refusal(403, "the request does not say by exactly one Host header whom it is for");
        }
        if (!hosts.isEmpty()) {
            if (hosts.stream().noneMatch(host::isNamedBy)) {
                return new Refusal(
                        403, "the Host " + SafeText.of(request.host().get(0)) + " is not among heal.access.hosts");
            }
        } else if (request.toLoopback() && !host.isLoopback()) {
            return new Refusal(
                    403, "on a loopback address the Host must be localhost, or be listed in heal.access.hosts");
        }
        String method = request.method().toUpperCase(Locale.ROOT);
        Refusal refusal = isOrder(method) ? judgeUnsafe(request, host) : null;
        if (refusal == null && method.equals("POST")) {
            refusal = judgeBody(request);
        }
        String query = request.query();
        if (refusal == null && query != null && !query.isEmpty()) {
            // A parameter of the query would replace what the path or the body says.
            if (isOrder(method)) {
                return new Refusal(400, "an order takes no parameters in the query: write them into the body, as JSON");
            }
            if (!QUERY.matcher(query).matches()) {
                return new Refusal(400, "the only parameter there is, is as=markdown or as=ipynb");
            }
        }
        return refusal;
    }

    static boolean isOrder(String method) {
        return !SAFE_METHODS.contains(method.toUpperCase(Locale.ROOT));
    }

    private static @Nullable Refusal judgeUnsafe(Request request, HostPort host) {
        if (request.fetchSite().size() > 1
                || request.fetchSite().stream().anyMatch(site -> !site.equals("same-origin") && !site.equals("none"))) {
            return new Refusal(403, "orders from other sites are refused (Sec-Fetch-Site)");
        }
        if (request.origin().isEmpty()) {
            return null;
        }
        // No page of another site can say Forwarded or X-Forwarded-Host, unless it was asked in and allowed to.
        HostPort known = request.knownAs() == null ? null : HostPort.parse(request.knownAs());
        boolean own = request.origin().size() == 1
                && Stream.of(host, known == null ? host : known)
                        .anyMatch(each -> each.isOrigin(request.origin().get(0), request.secure()));
        return own ? null : new Refusal(403, "orders from other origins are refused (Origin, compared with Host)");
    }

    private static @Nullable Refusal judgeBody(Request request) {
        if (request.contentType().size() != 1
                || !JSON.matcher(request.contentType().get(0).toLowerCase(Locale.ROOT))
                        .matches()) {
            return new Refusal(415, "an order needs a body of Content-Type application/json");
        }
        if (request.length() < 0) {
            return new Refusal(411, "an order needs a Content-Length");
        }
        if (request.length() == 0) {
            return new Refusal(400, "an order needs a body, such as {\"command\": \"stop\", \"reason\": \"...\"}");
        }
        return request.length() > LARGEST_BODY
                ? new Refusal(413, "the body is longer than " + LARGEST_BODY + " bytes")
                : null;
    }
}

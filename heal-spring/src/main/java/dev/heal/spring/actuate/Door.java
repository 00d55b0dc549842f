package dev.heal.spring.actuate;

import dev.heal.Heal;
import dev.heal.spring.binding.AccessSettings;
import dev.heal.text.SafeText;
import dev.heal.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;

/**
 * What stands before heal's endpoints and before nothing else of the application: the rule against other sites, and the headers
 * that keep an answer from being stored, guessed at or framed. Shared by the servlet and the WebFlux filter.
 */
public final class Door {

    private static final List<EndpointId> ENDPOINTS = List.of(EndpointId.of("heal"), EndpointId.of("incidents"));

    private static final List<String> USUAL = List.of("/actuator/heal", "/actuator/incidents");
    private static final Logger LOG = LoggerFactory.getLogger(Heal.class);

    /** Here nobody has been asked for his name yet. */
    private static final String SOMEBODY = "somebody";

    private final CrossSiteRule rule;
    private final Supplier<@Nullable PathMappedEndpoints> endpoints;
    private final Refusals refusals = new Refusals(Clock.system());
    private volatile @Nullable EndpointPaths paths;

    /** @param endpoints asked for once, at the first request; null for none */
    public Door(AccessSettings access, Supplier<@Nullable PathMappedEndpoints> endpoints) {
        this.rule = new CrossSiteRule(access.hosts());
        this.endpoints = endpoints;
    }

    /** Whether any reading of the path leads to heal. */
    boolean isBefore(String path) {
        EndpointPaths known = paths;
        if (known == null) {
            known = find();
            paths = known;
        }
        return known.include(path);
    }

    CrossSiteRule.@Nullable Refusal judge(CrossSiteRule.Request request, String path) {
        CrossSiteRule.Refusal refusal = rule.judge(request);
        if (refusal != null) {
            String what = request.method() + " " + path + " from the origin " + request.origin();
            if (CrossSiteRule.isOrder(request.method())) {
                refusals.ofOrder(SOMEBODY, what, refusal.message());
            } else {
                refusals.ofLook(SOMEBODY, what, refusal.message());
            }
        }
        return refusal;
    }

    /** For any answer. */
    static Map<String, String> headers(String path, @Nullable String query) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Cache-Control", "no-store");
        headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        if (query != null && query.startsWith("as=")) {
            String ending = query.equals("as=ipynb") ? ".ipynb" : ".md";
            headers.put("Content-Disposition", "attachment; filename=\"" + fileName(path) + ending + "\"");
        }
        return headers;
    }

    /** Of a refusal. */
    static String body(CrossSiteRule.Refusal refusal) {
        return "{\"message\":\"" + refusal.message().replace("\\", "\\\\").replace("\"", "\\\"") + "\"}";
    }

    private static String fileName(String path) {
        String last = path.substring(path.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9_-]", "-");
        return "incident-" + last.substring(0, Math.min(last.length(), 80));
    }

    private EndpointPaths find() {
        try {
            PathMappedEndpoints all = endpoints.get();
            return new EndpointPaths(
                    all == null
                            ? List.of()
                            : ENDPOINTS.stream()
                                    .flatMap(id -> Stream.ofNullable(all.getPath(id)))
                                    .toList());
        } catch (RuntimeException | LinkageError unknown) {
            // Every request of the application comes by here, and none of them shall pay for it.
            LOG.warn(
                    "the paths of heal's endpoints are not known, so the usual ones are guarded: {}",
                    SafeText.of(unknown));
            return new EndpointPaths(USUAL);
        }
    }
}

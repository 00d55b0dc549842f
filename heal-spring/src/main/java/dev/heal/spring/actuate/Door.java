package dev.heal.spring.actuate;

import dev.heal.spring.binding.AccessSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;

/**
 * What stands before heal's endpoints and before nothing else of the application: the rule against other sites, and the headers
 * that keep an answer from being stored, guessed at or framed. Shared by the servlet and the WebFlux filter.
 */
public final class Door {

    private static final List<EndpointId> ENDPOINTS = List.of(EndpointId.of("heal"), EndpointId.of("incidents"));

    private final CrossSiteRule rule;
    private final Supplier<@Nullable PathMappedEndpoints> endpoints;
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
            known = find(endpoints.get());
            paths = known;
        }
        return known.include(path);
    }

    CrossSiteRule.@Nullable Refusal judge(CrossSiteRule.Request request) {
        return rule.judge(request);
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

    private static EndpointPaths find(@Nullable PathMappedEndpoints all) {
        return new EndpointPaths(
                all == null
                        ? List.of()
                        : ENDPOINTS.stream()
                                .flatMap(id -> Stream.ofNullable(all.getPath(id)))
                                .filter(Objects::nonNull)
                                .toList());
    }
}

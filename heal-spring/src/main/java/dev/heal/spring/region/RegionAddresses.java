package dev.heal.spring.region;

import dev.heal.region.Region;
import dev.heal.region.RegionRouter;
import dev.heal.region.WriteRefusedException;
import dev.heal.text.SafeText;
import java.net.URI;
import java.util.Locale;
import org.springframework.http.HttpMethod;

/** Where a request goes in a region, and whether it may. */
record RegionAddresses(RegionRouter<URI> router) {

    /**
     * The request's path and query behind the region's address. A request names a path alone, or the router in the place of
     * a host ({@code http://inventory/items/7}), or the address of any of the regions.
     *
     * @throws IllegalArgumentException for an address of somebody else's, which must not be called with this client
     */
    URI in(Region<URI> region, URI request) {
        return URI.create(withoutSlash(region.resource()) + rest(request));
    }

    private String rest(URI request) {
        String host = request.getHost();
        // A router's name may have characters that a host's has not, and then it is only the authority.
        String authority = request.getRawAuthority();
        if (authority == null || router.name().equalsIgnoreCase(host == null ? authority : host)) {
            return pathOf(request);
        }
        String whole = request.toString();
        String longest = null;
        for (Region<URI> region : router.regions()) {
            String base = withoutSlash(region.resource());
            boolean fits = whole.regionMatches(true, 0, base, 0, base.length()) && endsThere(whole, base.length());
            // One region's address may be below another's.
            if (fits && (longest == null || base.length() > longest.length())) {
                longest = base;
            }
        }
        if (longest != null) {
            String rest = whole.substring(longest.length());
            int fragment = rest.indexOf('#');
            return fragment < 0 ? rest : rest.substring(0, fragment);
        }
        throw new IllegalArgumentException("the client of the router " + router.name() + " was asked for "
                + SafeText.of(request.getScheme() + "://" + authority)
                + ", which is none of its regions; write the path"
                + " alone, or http://" + router.name() + "/... , or use another client");
    }

    private static boolean endsThere(String text, int index) {
        return index == text.length() || "/?#".indexOf(text.charAt(index)) >= 0;
    }

    private static String pathOf(URI request) {
        String path = request.getRawPath();
        String query = request.getRawQuery();
        return (path == null || path.isEmpty() || path.startsWith("/")
                        ? String.valueOf(path == null ? "" : path)
                        : "/" + path)
                + (query == null ? "" : "?" + query);
    }

    private static String withoutSlash(URI base) {
        String text = base.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /**
     * @throws WriteRefusedException for a method that may change something, in a region that may not be written
     */
    void checkMayGo(Region<URI> region, HttpMethod method) {
        if (!region.mayWrite() && !isSafe(method)) {
            throw new WriteRefusedException(region);
        }
    }

    /** As RFC 9110 has it; a method that nobody knows may do anything. */
    private static boolean isSafe(HttpMethod method) {
        return switch (method.name().toUpperCase(Locale.ROOT)) {
            case "GET", "HEAD", "OPTIONS", "TRACE" -> true;
            default -> false;
        };
    }
}

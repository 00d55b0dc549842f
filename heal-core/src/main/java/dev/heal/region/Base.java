package dev.heal.region;

import dev.heal.text.SafeText;
import java.net.URI;

/** The base address of a region, such as {@code https://east.example/api}, and what is put behind it. */
final class Base {

    private Base() {}

    /** @throws IllegalArgumentException if requests cannot be sent there */
    static void check(String target, URI base) {
        String scheme = base.getScheme();
        boolean isHttp = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
        if (!isHttp || base.getHost() == null || base.getRawUserInfo() != null) {
            throw new IllegalArgumentException("region " + target + ": " + SafeText.of(base.toString())
                    + " is no base address: write http:// or https:// and a host, without a user's name");
        }
        if (base.getRawQuery() != null || base.getRawFragment() != null) {
            throw new IllegalArgumentException("region " + target + ": " + SafeText.of(base.toString())
                    + " ends in a query or a fragment: paths are put behind it, so leave that out");
        }
    }

    /** The path and query of {@code asked}, as they are encoded, behind the base; its host says nothing. */
    static URI resolve(URI base, URI asked) {
        String prefix = base.getRawPath() == null ? "" : base.getRawPath();
        if (prefix.endsWith("/")) {
            prefix = prefix.substring(0, prefix.length() - 1);
        }
        String path = asked.getRawPath() == null ? "" : asked.getRawPath();
        String slash = path.isEmpty() || path.startsWith("/") ? "" : "/";
        String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
        return URI.create(base.getScheme() + "://" + base.getRawAuthority() + prefix + slash + path + query);
    }
}

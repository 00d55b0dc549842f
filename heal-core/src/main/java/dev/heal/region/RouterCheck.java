package dev.heal.region;

import dev.heal.check.Check;
import dev.heal.detect.Probe;
import dev.heal.text.SafeText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What can be wrong with a router before there is one. */
final class RouterCheck {

    private RouterCheck() {}

    /** @return the probe of each region that has one; what is wrong is said to {@code check} */
    static <T> Map<String, Probe> probes(Check check, Map<String, T> resources, @Nullable Function<T, Probe> maker) {
        Map<String, Probe> probes = new LinkedHashMap<>();
        if (maker == null) {
            check.problem(
                    "probe",
                    null,
                    "there is none, so nobody could tell whether a region without traffic is well",
                    "name the question that is asked of each region");
            return probes;
        }
        resources.forEach((region, resource) -> {
            String wrong;
            try {
                Probe made = maker.apply(resource);
                if (made != null) {
                    probes.put(region, made);
                    return;
                }
                wrong = "is null";
            } catch (RuntimeException failure) {
                wrong = "could not be made: " + SafeText.of(failure);
            }
            check.at("regions")
                    .at(SafeText.of(region))
                    .problem("probe", null, wrong, "give a probe that can ask this region");
        });
        return probes;
    }

    /** Both are parts of the names of targets, {@code router@region}. */
    static void name(Check at, String name, String what, String example) {
        if (name.isBlank() || name.contains("@") || !name.equals(name.strip())) {
            at.problem(
                    name.isBlank() ? "" : SafeText.of(name),
                    null,
                    name.isBlank() ? "a " + what + " needs a name" : "is no name of a " + what,
                    "write one without @ and without space around it, such as " + example);
        }
    }

    /** Two regions that are one thing would fail over to what is dead. */
    static void twice(Check check, Map<String, ?> resources) {
        Map<Object, String> known = new HashMap<>();
        Map<Object, String> same = new IdentityHashMap<>();
        resources.forEach((region, resource) -> {
            boolean isValue = resource instanceof URI || resource instanceof String;
            String other = isValue ? known.putIfAbsent(address(resource), region) : same.putIfAbsent(resource, region);
            if (other != null) {
                check.at("regions")
                        .problem(
                                SafeText.of(region),
                                isValue ? resource : null,
                                "is the same as " + other,
                                "name another place, or leave one of them out");
            }
        });
    }

    /** One address may be written in several ways. */
    private static Object address(Object resource) {
        String text = resource.toString();
        String address = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        try {
            URI uri = new URI(address).normalize();
            String scheme = uri.getScheme();
            if (scheme == null || uri.getHost() == null) {
                return address;
            }
            int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equalsIgnoreCase("https") ? 443 : 80;
            // Paths are told apart by case; names of hosts are not.
            return (scheme + "://" + uri.getHost()).toLowerCase(Locale.ROOT) + ":" + port + uri.getRawPath()
                    + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        } catch (URISyntaxException none) {
            return address;
        }
    }
}

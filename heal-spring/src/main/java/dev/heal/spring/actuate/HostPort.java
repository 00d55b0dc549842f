package dev.heal.spring.actuate;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Host header.
 *
 * @param name in lower case, without the dot that may end it
 * @param port -1 if it is not said
 */
record HostPort(String name, int port) {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final Pattern HOST = Pattern.compile(
            "([A-Za-z0-9](?:[A-Za-z0-9._-]{0,252}[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]{2,45}])\\.?(?::(\\d{1,5}))?");
    private static final Pattern ORIGIN = Pattern.compile("(https?)://(.+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern LOOPBACK_V4 = Pattern.compile("127(?:\\.(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");

    /** Null for what is no host. */
    static @Nullable HostPort parse(String text) {
        Matcher host = HOST.matcher(text);
        if (!host.matches()) {
            return null;
        }
        String port = host.group(2);
        return new HostPort(host.group(1).toLowerCase(Locale.ROOT), port == null ? -1 : Integer.parseInt(port));
    }

    /** Whether nobody but this machine can be meant. */
    boolean isLoopback() {
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || name.equals("[::1]")
                || LOOPBACK_V4.matcher(name).matches();
    }

    /** Whether it is the listed one: without a port that is said there, any will do. */
    boolean isNamedBy(String listed) {
        HostPort other = parse(listed);
        return other != null && other.name.equals(name) && (other.port < 0 || other.port == port);
    }

    /**
     * Whether a page of that origin was loaded from this host. What stands before the application may end TLS, so a page may
     * be https where the request is not; never the other way round.
     */
    boolean isOrigin(String text, boolean secure) {
        Matcher origin = ORIGIN.matcher(text);
        HostPort other = origin.matches() ? parse(origin.group(2)) : null;
        if (other == null || !other.name.equals(name)) {
            return false;
        }
        boolean https = origin.group(1).equalsIgnoreCase("https");
        int theirs = other.port < 0 ? (https ? HTTPS : HTTP) : other.port;
        int ours = port < 0 ? (https ? HTTPS : HTTP) : port;
        return theirs == ours && (https || !secure);
    }
}

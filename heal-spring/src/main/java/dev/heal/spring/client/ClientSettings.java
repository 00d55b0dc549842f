package dev.heal.spring.client;

import dev.heal.check.Check;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a client that heeds its servers behaves.
 *
 * @param retries how often at most a call that was turned away is sent again, if its method may be repeated; 0 leaves that to
 *     whoever calls
 * @param longestWait a server whose Retry-After is longer is not waited for; of a heal server it is 1 or 2 s
 * @param priorityHeader the header that tells the server the class of a call; null to tell nobody
 */
public record ClientSettings(
        int retries, Duration longestWait, @Nullable String priorityHeader) {

    /** Heeds, and sends nothing again by itself: a thread that waits for a second serves nobody in that time. */
    public static final ClientSettings DEFAULT = new ClientSettings(0, Duration.ofSeconds(3), null);

    public ClientSettings {
        Check check = Check.of("client");
        check.atLeast("retries", retries, 0);
        check.positive("longest-wait", longestWait);
        check.orThrow();
    }

    public ClientSettings retries(int most) {
        return new ClientSettings(most, longestWait, priorityHeader);
    }

    public ClientSettings longestWait(Duration span) {
        return new ClientSettings(retries, span, priorityHeader);
    }

    /** Only for servers of the same house: to others it says something of your application. */
    public ClientSettings priorityHeader(String name) {
        return new ClientSettings(retries, longestWait, name);
    }
}

package dev.heal.spring.web;

import dev.heal.admission.Priority;
import dev.heal.admission.Request;
import dev.heal.spring.binding.Networks;
import dev.heal.spring.binding.WebShedding;
import dev.heal.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;

/** Tells the load shedder of a request what it needs to know. Safe for use by all threads. */
public final class Requests {

    /** A longer wait is as good as none. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final int LONGEST_NUMBER = 9;
    private static final int LONGEST_NAME = 200;

    private final WebShedding settings;
    private final PathPriorities paths;
    private final Networks trusted;
    private final Clock clock;
    private final boolean knowsPeers;

    /** @param clock the shedder's */
    public Requests(WebShedding settings, PathPriorities paths, Clock clock) {
        this(settings, paths, clock, true);
    }

    /**
     * @param clock the shedder's
     * @param knowsPeers whether the server still knows who is at the other end of the socket; where it does not, no network can
     *     be told from another and only {@code any} is trusted
     */
    public Requests(WebShedding settings, PathPriorities paths, Clock clock, boolean knowsPeers) {
        this.settings = settings;
        this.paths = paths;
        this.trusted = Networks.of(settings.trustedFrom());
        this.clock = clock;
        this.knowsPeers = knowsPeers;
    }

    /** The status of the answer to whoever is turned away. */
    int status() {
        return settings.status();
    }

    /** What the load shedder is asked for it; null if it is let in whatever happens. */
    @Nullable
    Request read(Incoming incoming) {
        PathContainer path = incoming.path();
        if (paths.isExempt(path)) {
            return null;
        }
        Request request = Request.of(priority(incoming, path));
        String user = user(incoming);
        if (user != null) {
            request = request.user(user);
        }
        Duration patience = patience(incoming.header(settings.timeoutHeader()));
        return patience == null ? request : request.within(patience, clock.nanos());
    }

    /** The class of what is done for a request that is exempt: being let in always does not make it important. */
    Priority ofExempt(Incoming incoming) {
        PathContainer path = incoming.path();
        return paths.isOperation(path) ? Priority.CRITICAL : priority(incoming, path);
    }

    private Priority priority(Incoming incoming, PathContainer path) {
        Priority named = named(believed(incoming, settings.priorityHeader()));
        return named == null ? paths.of(incoming, path) : named;
    }

    private @Nullable String user(Incoming incoming) {
        String named = believed(incoming, settings.userHeader());
        if (named != null && !named.isBlank()) {
            return named.length() > LONGEST_NAME ? named.substring(0, LONGEST_NAME) : named;
        }
        return switch (settings.user()) {
            case NOBODY -> null;
            case REMOTE_ADDRESS -> address(incoming.remoteAddress());
            case PRINCIPAL -> incoming.principal();
        };
    }

    private static @Nullable String address(@Nullable String remote) {
        return remote == null ? null : Networks.user(remote);
    }

    /** The header's value; null where it is not there or comes from somebody whose word does not count. */
    private @Nullable String believed(Incoming incoming, @Nullable String header) {
        String value = header == null ? null : incoming.header(header);
        return value != null && trusted.contain(knowsPeers ? incoming.peerAddress() : null) ? value : null;
    }

    private static @Nullable Priority named(@Nullable String text) {
        String name = text == null ? "" : text.strip().toUpperCase(Locale.ROOT);
        for (Priority priority : Priority.all()) {
            if (priority.name().equals(name)) {
                return priority;
            }
        }
        return null;
    }

    /** Whoever says less than is true harms himself alone, so anybody is believed. */
    private static @Nullable Duration patience(@Nullable String millis) {
        if (millis == null || millis.isEmpty() || millis.length() > LONGEST_NUMBER) {
            return null;
        }
        long number = 0;
        for (int i = 0; i < millis.length(); i++) {
            int digit = millis.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return null;
            }
            number = number * 10 + digit;
        }
        Duration patience = Duration.ofMillis(number);
        return patience.compareTo(LONGEST) > 0 ? LONGEST : patience;
    }
}

package dev.heal.spring.client;

import dev.heal.admission.Backpressure;
import dev.heal.admission.CutOff;
import dev.heal.admission.Priority;
import dev.heal.time.Clock;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/** What a client knows of each server that it calls, by host and port, and how it reads their answers. */
final class Servers {

    /** The attribute of a request that says its class. */
    static final String PRIORITY = Priority.class.getName();

    /** More than so many are called by a crawler alone, and each of them seldom. */
    private static final int MOST = 1_000;

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final Set<HttpMethod> REPEATABLE = Set.of(
            HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.TRACE, HttpMethod.PUT, HttpMethod.DELETE);

    /**
     * A rejection.
     *
     * @param retryAfter what the server says; zero if it says nothing
     * @param pause how long to wait before the same call is sent again, up to a quarter longer
     * @param mayRepeat whether the server is to be asked again at all: one that counts what a client sends (429, RFC 6585)
     *     and does not say when to come back would count that as well; a 503 (RFC 9110) says no more than not now, not here
     */
    record Rejection(Duration retryAfter, Duration pause, boolean mayRepeat) {}

    private final Clock clock;
    private final Map<String, Backpressure> byAddress = new ConcurrentHashMap<>();

    /** All that there is no place for: one budget for them, and no hint, for what one says is not true of the others. */
    private final Backpressure others;

    Servers(Clock clock) {
        this.clock = clock;
        this.others = Backpressure.of("other servers", clock);
    }

    Backpressure of(URI uri) {
        String authority = uri.getRawAuthority();
        String address = authority == null
                ? ""
                : authority.substring(authority.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        Backpressure known = byAddress.get(address);
        if (known != null) {
            return known;
        }
        return byAddress.size() >= MOST
                ? others
                : byAddress.computeIfAbsent(address, name -> Backpressure.of(name, clock));
    }

    /** The class of a call: what it says itself, else that of the request it is made for, else NORMAL. */
    static Priority priority(Map<String, Object> attributes, @Nullable Priority served) {
        if (attributes.get(PRIORITY) instanceof Priority said) {
            return said;
        }
        return served == null ? Priority.NORMAL : served;
    }

    /**
     * The server has answered.
     *
     * @return null if the call was not turned away
     */
    @Nullable
    Rejection heard(Backpressure server, int status, HttpHeaders headers) {
        String hint = server == others ? null : headers.getFirst(CutOff.HEADER);
        Optional<CutOff> cutOff = hint == null ? Optional.empty() : CutOff.parse(hint);
        boolean isTurnedAway = status == SERVICE_UNAVAILABLE || status == TOO_MANY_REQUESTS;
        if (cutOff.isPresent()) {
            server.heard(cutOff.get());
        } else if (!isTurnedAway) {
            server.heardNothing();
        }
        if (!isTurnedAway) {
            return null;
        }
        Duration said = retryAfter(headers);
        Duration retryAfter = said == null ? Duration.ZERO : said;
        return new Rejection(retryAfter, server.rejected(retryAfter), said != null || status == SERVICE_UNAVAILABLE);
    }

    /** Whether the call is to be sent again after its wait; if so, the budget has been charged for it. */
    static boolean mayWait(Backpressure server, HttpMethod method, Rejection rejection, ClientSettings settings) {
        return REPEATABLE.contains(method)
                && rejection.mayRepeat()
                && rejection.retryAfter().compareTo(settings.longestWait()) <= 0
                && server.tryRetry();
    }

    /** Seconds, or a date; null for neither. */
    private @Nullable Duration retryAfter(HttpHeaders headers) {
        String text = headers.getFirst(HttpHeaders.RETRY_AFTER);
        if (text == null) {
            return null;
        }
        try {
            if (text.strip().matches("\\d{1,9}")) {
                return Duration.ofSeconds(Long.parseLong(text.strip()));
            }
            long date = headers.getFirstDate(HttpHeaders.RETRY_AFTER);
            return date < 0 ? null : Duration.ofMillis(date - clock.now().toEpochMilli());
        } catch (IllegalArgumentException neither) {
            return null;
        }
    }
}

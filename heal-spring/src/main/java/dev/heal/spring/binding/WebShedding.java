package dev.heal.spring.binding;

import dev.heal.admission.Priority;
import dev.heal.check.Check;
import dev.heal.check.Checked;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The load shedder before the web application, as it is written under {@code heal.load-shedding.web}.
 *
 * @param active whether it turns requests away from the start on, or only while a policy says so
 * @param status of the answer to a request that is turned away: 503 or 429
 * @param maxWait how long a request may wait to be let in
 * @param waitingRoom how many may wait at once; null for a part of the server's threads
 * @param maxConcurrency how many are under way at once at most; null for what the server's threads leave
 * @param defaultPriority the class of what nothing else is said about
 * @param paths the classes of paths
 * @param exempt patterns of paths that are never turned away, besides the actuator's
 * @param priorityHeader the header that names the class; null to believe none
 * @param user by what requests of one class are shared out
 * @param userHeader the header that names the user, where it is believed; null to believe none
 * @param timeoutHeader the header that says for how many milliseconds somebody waits for the answer
 * @param trustedFrom the networks whose headers are believed
 * @param order of the filter: the lower the earlier
 */
public record WebShedding(
        Active active,
        int status,
        Duration maxWait,
        @Nullable Integer waitingRoom,
        @Nullable Integer maxConcurrency,
        Priority defaultPriority,
        Paths paths,
        List<String> exempt,
        @Nullable String priorityHeader,
        User user,
        @Nullable String userHeader,
        String timeoutHeader,
        List<String> trustedFrom,
        int order)
        implements Checked {

    /** When requests are turned away. */
    public enum Active {
        ALWAYS,
        BY_POLICY
    }

    /** Whose a request is. */
    public enum User {
        NOBODY,
        REMOTE_ADDRESS,
        PRINCIPAL
    }

    /**
     * Patterns of paths by class; of several that match the most specific holds.
     *
     * @param critical patterns as in Spring's {@code PathPattern}, such as {@code /api/checkout/**}
     */
    public record Paths(List<String> critical, List<String> high, List<String> normal, List<String> bulk)
            implements Checked {

        /** All of them, by class. */
        public Map<Priority, List<String>> byPriority() {
            Map<Priority, List<String>> all = new EnumMap<>(Priority.class);
            all.put(Priority.CRITICAL, critical);
            all.put(Priority.HIGH, high);
            all.put(Priority.NORMAL, normal);
            all.put(Priority.BULK, bulk);
            return all;
        }

        @Override
        public void check(Check check) {
            Map<String, Priority> seen = new LinkedHashMap<>();
            byPriority().forEach((priority, patterns) -> {
                String key = Keys.of(priority);
                checkPatterns(check, key, patterns);
                for (String pattern : patterns) {
                    Priority other = seen.putIfAbsent(pattern, priority);
                    if (other != null && other != priority) {
                        check.problem(key, pattern, pattern + " stands under " + Keys.of(other) + " too", "keep one");
                    }
                }
            });
        }
    }

    private static final int SERVICE_UNAVAILABLE = 503;
    private static final int TOO_MANY_REQUESTS = 429;

    /** After what reads forwarded addresses and observes, before the login and all else that costs. */
    private static final int DEFAULT_ORDER = Integer.MIN_VALUE + 20;

    public static final WebShedding DEFAULT = new WebShedding(
            Active.BY_POLICY,
            SERVICE_UNAVAILABLE,
            Duration.ofSeconds(1),
            null,
            null,
            Priority.NORMAL,
            new Paths(List.of(), List.of(), List.of(), List.of()),
            List.of(),
            null,
            User.NOBODY,
            null,
            "Heal-Timeout",
            List.of(),
            DEFAULT_ORDER);

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");

    @Override
    public void check(Check check) {
        if (status != SERVICE_UNAVAILABLE && status != TOO_MANY_REQUESTS) {
            check.problem(
                    "status",
                    status,
                    "is neither 503 nor 429, by which clients know that they are to come back",
                    "write 503 (the server cannot), or 429 (the clients send too much)");
        }
        check.positiveUpTo("max-wait", maxWait, LONGEST_WAIT);
        if (waitingRoom != null) {
            check.atLeast("waiting-room", waitingRoom, 0);
        }
        if (maxConcurrency != null) {
            check.atLeast("max-concurrency", maxConcurrency, 1);
        }
        checkPatterns(check, "exempt", exempt);
        checkHeader(check, "priority-header", priorityHeader);
        checkHeader(check, "user-header", userHeader);
        checkHeader(check, "timeout-header", timeoutHeader);
        checkTrust(check, "priority-header", priorityHeader);
        checkTrust(check, "user-header", userHeader);
        for (String network : trustedFrom) {
            if (!Networks.isNetwork(network)) {
                check.problem(
                        "trusted-from",
                        network,
                        network + " is no network",
                        "write an address or a network of addresses, such as 10.0.0.0/8 or ::1, or any");
            }
        }
    }

    /** A word that anybody may send would let anybody be served first. */
    private void checkTrust(Check check, String key, @Nullable String header) {
        if (header != null && trustedFrom.isEmpty()) {
            check.problem(
                    key,
                    header,
                    "is believed from nobody",
                    "write trusted-from: [10.0.0.0/8], the networks whose word counts, or trusted-from: any");
        }
    }

    private static void checkHeader(Check check, String key, @Nullable String header) {
        if (header != null && !HEADER.matcher(header).matches()) {
            check.problem(key, header, "is no name of a header", "write a name such as X-Priority");
        }
    }

    private static void checkPatterns(Check check, String key, List<String> patterns) {
        for (String pattern : patterns) {
            String wrong = pattern.startsWith("/") ? syntaxError(pattern) : "does not begin with /";
            if (wrong != null) {
                check.problem(
                        key, pattern, pattern + " is no pattern of a path: " + wrong, "write one such as /export/**");
            }
        }
    }

    /** Without Spring's web jar there is no filter that could use it. */
    private static @Nullable String syntaxError(String pattern) {
        try {
            return PathSyntax.error(pattern);
        } catch (LinkageError withoutWeb) {
            return null;
        }
    }
}

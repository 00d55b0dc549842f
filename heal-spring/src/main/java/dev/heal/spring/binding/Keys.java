package dev.heal.spring.binding;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of the closed part, by the thing that they belong to. */
public final class Keys {

    public static final List<String> ROOT = List.of(
            "mode",
            "ceiling",
            "tick",
            "strict",
            "aspect-order",
            "journal",
            "stop-file",
            "budget",
            "warm-up",
            "jitter",
            "scopes",
            "access",
            "load-shedding",
            "routers",
            "policies",
            "targets");
    public static final List<String> JOURNAL = List.of("directory", "retention");
    public static final List<String> LOAD_SHEDDING = List.of("web");
    public static final List<String> ROUTER = List.of("regions", "home", "probe", "writes", "in-flight");
    public static final List<String> REGION = List.of("url", "data-source", "resource", "weight", "capacity");
    public static final List<String> ROUTER_PROBE = List.of("kind", "path", "every", "within", "failures");
    public static final List<String> STEP = List.of(
            "do",
            "when",
            "requires",
            "uses",
            "sustained",
            "verify",
            "attempts",
            "time-limit",
            "time-to-live",
            "budget",
            "approval",
            "mode");
    public static final List<String> VERIFY = List.of("probe", "settle", "within", "hold");
    public static final List<String> ESCALATE = List.of("notify", "runbook", "after");

    /** What a policy says and a target may say otherwise. */
    public static final List<String> SHARED =
            List.of("detectors", "steps", "order", "budget", "cooldown", "give-up", "escalate", "mode");

    public static final List<String> POLICY = with(List.of("base"), SHARED);
    public static final List<String> TARGET = with(
            List.of(
                    "policy",
                    "resource",
                    "router",
                    "circuit-breaker",
                    "driven",
                    "timing",
                    "limit-concurrency",
                    "depends-on",
                    "scope"),
            SHARED);

    private static final Map<String, List<String>> HOMES = new LinkedHashMap<>();

    static {
        HOMES.put("heal", ROOT);
        HOMES.put("a policy", POLICY);
        HOMES.put("a target", TARGET);
        HOMES.put("a step", STEP);
        HOMES.put("a router", ROUTER);
        HOMES.put("a region", REGION);
        HOMES.put("journal", JOURNAL);
        HOMES.put("verify", VERIFY);
        HOMES.put("escalate", ESCALATE);
        HOMES.put("approval", List.of("expires", "on-expiry"));
        HOMES.put("budget", List.of("remediations", "per"));
        HOMES.put("give-up", List.of("failures", "incidents", "within"));
        HOMES.put("a scope", List.of("minimum-healthy", "brake"));
        HOMES.put("brake", List.of("share", "within"));
    }

    /** What other versions have, or what a reader may look for: each with why it is not here. */
    private static final Map<String, String> MISSING = Map.ofEntries(
            Map.entry("lease", "this version takes no lease: each instance heals itself and counts its own budget"),
            Map.entry("fleet", "this version knows no fleet: each instance heals itself and counts its own budget"),
            Map.entry("sql-state", "this version does not look at SQL states"),
            Map.entry("webhook", "this version calls no address: what notify and runbook say is put into the log"));

    private Keys() {}

    /** The key of a component: its name in kebab-case, without the underscore that a word of Java's ends with. */
    public static String of(RecordComponent component) {
        return component
                .getName()
                .replaceAll("_$", "")
                .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                .toLowerCase(Locale.ROOT);
    }

    /** The word of a constant: its name in kebab-case. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Where a key belongs that was written elsewhere: "a step"; null if it is nowhere a key. */
    static @Nullable String home(String key, String notOf) {
        List<String> homes = new ArrayList<>();
        HOMES.forEach((what, keys) -> {
            if (!what.equals(notOf) && keys.stream().anyMatch(known -> isSame(known, key))) {
                homes.add(what);
            }
        });
        return homes.isEmpty() ? null : String.join(" and of ", homes);
    }

    /** Why a word that somebody may look for is not here; null for any other. */
    static @Nullable String missing(String word) {
        return MISSING.entrySet().stream()
                .filter(entry -> isSame(entry.getKey(), word))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static boolean isSame(String one, String other) {
        return Node.uniform(one).equals(Node.uniform(other));
    }

    private static List<String> with(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }
}

package dev.heal.examples.demo.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whether the run shows what it claims to show. That (a) stays dead or that (b) recovers is a finding, never an error;
 * but a fault that did not bite, or a load generator that stumbled, proves nothing about anybody.
 *
 * @param exitStatus 0 healed, 1 not healed, 3 the run proves nothing
 * @param reasons why not 0, one sentence each; empty if 0
 */
record Verdict(int exitStatus, List<String> reasons) {

    /** A generator that was later than this may have caused the losses itself. */
    private static final Duration LAG_LIMIT = Duration.ofMillis(500);

    static Verdict of(List<Played> plays, Script script) {
        List<String> bent = new ArrayList<>();
        List<String> unhealed = new ArrayList<>();
        Map<Play, Played> byPlay = new EnumMap<>(Play.class);
        plays.forEach(played -> byPlay.put(played.play(), played));
        for (Play play : Play.values()) {
            Played played = byPlay.get(play);
            if (played == null) {
                bent.add(play.title() + " was not played");
            } else {
                checkFair(played, bent);
            }
        }
        Played without = byPlay.get(Play.WITHOUT);
        if (without != null && without.measured().longestGap().compareTo(script.hold()) < 0) {
            bent.add(String.format(
                    Locale.ROOT,
                    "the fault did not bite: without heal the longest gap was %.1f s, it takes %.1f s to show anything",
                    seconds(without.measured().longestGap()),
                    seconds(script.hold())));
        }
        Played with = byPlay.get(Play.WITH);
        if (with != null) {
            checkHealed(with, script, unhealed);
        }
        List<String> reasons = new ArrayList<>(bent);
        reasons.addAll(unhealed);
        return new Verdict(!bent.isEmpty() ? 3 : !unhealed.isEmpty() ? 1 : 0, List.copyOf(reasons));
    }

    private static void checkFair(Played played, List<String> bent) {
        String title = played.play().title();
        if (played.connections() == 0 || played.hung() < played.connections()) {
            bent.add(title + ": only " + played.hung() + " of " + played.connections() + " connections hung");
        }
        if (played.generatorLag().compareTo(LAG_LIMIT) > 0) {
            bent.add(title + ": the load generator fell "
                    + played.generatorLag().toMillis() + " ms behind its schedule (at most " + LAG_LIMIT.toMillis()
                    + "): run it on a quieter machine");
        }
    }

    private static void checkHealed(Played with, Script script, List<String> unhealed) {
        HealIncident incident = with.incident();
        if (incident == null) {
            unhealed.add("heal opened no incident");
        } else if (!incident.resolution().equals("HEALED")) {
            unhealed.add("heal's incident ended " + incident.resolution() + ", not HEALED");
        }
        if (!with.measured().healed()) {
            unhealed.add("the customers never had " + script.hold().toSeconds() + " s without a lost request again");
        }
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}

package dev.heal.loop;

import dev.heal.detect.Verdict;
import dev.heal.detect.Verdict.Healthy;
import dev.heal.detect.Verdict.Unhealthy;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the detectors have said lately. One unhealthy look is a sign; {@value #LOOKS} in a row are a sickness. What is
 * unknown changes nothing: it neither makes a sickness nor ends one.
 *
 * @param verdicts the latest
 * @param looks how many unhealthy looks in a row, by detector
 * @param since when the first of them was
 * @param seenAt when each detector last came back from a look
 * @param sick the detectors that have been unhealthy within the present incident
 * @param healthySince since when each of those is known to be healthy, and no other unhealthy; null while it is not so
 */
record Health(
        Map<String, Verdict> verdicts,
        Map<String, Integer> looks,
        Map<String, Long> since,
        Sightings seenAt,
        Set<String> sick,
        @Nullable Long healthySince) {

    /** Two: a single look may have met a rotation, a pause or a lone outlier. */
    static final int LOOKS = 2;

    static final Health UNKNOWN = new Health(Verdicts.NONE, Map.of(), Map.of(), Sightings.NONE, Set.of(), null);

    Health {
        verdicts = Verdicts.of(verdicts);
        looks = Map.copyOf(looks);
        since = Map.copyOf(since);
        sick = sick.isEmpty() ? Set.of() : Collections.unmodifiableSet(new LinkedHashSet<>(sick));
    }

    /**
     * @param news the detectors whose verdict is a new look; the others have not come back since the last one
     */
    Health looked(Map<String, Verdict> latest, Set<String> news, long now) {
        return looked(latest, news, Set.of(), now);
    }

    /** @param asking the detectors that ask the target: where no call passes, the word of one stands for those that watch */
    Health looked(Map<String, Verdict> latest, Set<String> news, Set<String> asking, long now) {
        Sightings seen = seenAt.and(news, now);
        if (looks.isEmpty() && since.isEmpty() && sick.isEmpty() && noneUnhealthy(latest)) {
            // As nearly always: nothing is counted and nothing ends.
            return new Health(
                    latest, looks, since, seen, sick, healthySince != null ? healthySince : Long.valueOf(now));
        }
        Map<String, Integer> counted = new HashMap<>(looks);
        Map<String, Long> began = new HashMap<>(since);
        Set<String> affected = new LinkedHashSet<>(sick);
        latest.forEach((detector, verdict) -> {
            if (verdict instanceof Unhealthy) {
                began.putIfAbsent(detector, now);
                if (counted.merge(detector, news.contains(detector) ? 1 : 0, Integer::sum) >= LOOKS) {
                    affected.add(detector);
                }
            } else if (verdict instanceof Healthy) {
                counted.remove(detector);
                began.remove(detector);
            } else {
                // Time in which nothing was known is no time of sickness; a single sign before it is forgotten.
                began.remove(detector);
                counted.computeIfPresent(detector, (name, count) -> count < LOOKS ? null : count);
            }
        });
        boolean healthy = latest.values().stream().noneMatch(Unhealthy.class::isInstance)
                && affected.stream().allMatch(detector -> isWell(latest, latest.get(detector), asking));
        Long dwelling = !healthy ? null : healthySince != null ? healthySince : Long.valueOf(now);
        return new Health(latest, counted, began, seen, affected, dwelling);
    }

    /** Whether a verdict says, or lets another say, that the target is well. */
    static boolean isWell(Map<String, Verdict> latest, @Nullable Verdict verdict, Set<String> asking) {
        boolean silent = verdict instanceof Verdict.Inconclusive unknown && unknown.silent();
        return verdict instanceof Healthy
                || (silent && asking.stream().anyMatch(each -> latest.get(each) instanceof Healthy));
    }

    private static boolean noneUnhealthy(Map<String, Verdict> latest) {
        Verdicts verdicts = Verdicts.of(latest);
        for (int i = 0; i < verdicts.size(); i++) {
            if (verdicts.at(i) instanceof Unhealthy) {
                return false;
            }
        }
        return true;
    }

    /**
     * Looks that newer ones have followed before anybody asked: they count as if each had been heard of by itself, so that a
     * healthy one between two bad ones still keeps them from being two in a row.
     */
    Health lookedEarlier(Map<String, List<Verdict>> earlier, Set<String> asking, long now) {
        Health health = this;
        for (Map.Entry<String, List<Verdict>> each : earlier.entrySet()) {
            for (Verdict verdict : each.getValue()) {
                Map<String, Verdict> then = new LinkedHashMap<>(health.verdicts);
                then.put(each.getKey(), verdict);
                health = health.looked(then, Set.of(each.getKey()), asking, now);
            }
        }
        return health;
    }

    /** The detectors that are surely unhealthy now. */
    Set<String> unhealthy() {
        if (looks.isEmpty()) {
            return Set.of();
        }
        return looks.entrySet().stream()
                .filter(entry -> entry.getValue() >= LOOKS && verdicts.get(entry.getKey()) instanceof Unhealthy)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(java.util.TreeSet::new));
    }

    /** How long the detector has been unhealthy. */
    Duration unhealthyFor(String detector, long now) {
        return Duration.ofNanos(now - since.getOrDefault(detector, now));
    }

    /** The first sign of what is unhealthy now. */
    long firstSign(long now) {
        return unhealthy().stream().mapToLong(since::get).min().orElse(now);
    }

    /** Up to the last look of each detector that was affected: what was healthy then may be sick by now. */
    boolean healthyFor(Duration dwell) {
        Long until = seenUntil(sick);
        return healthySince != null && until != null && until - healthySince >= dwell.toNanos();
    }

    /** Until when all these detectors have looked; null if one has not since all was forgotten. */
    @Nullable
    Long seenUntil(Collection<String> detectors) {
        Long until = null;
        for (String detector : detectors) {
            Long seen = seenAt.of(detector);
            if (seen == null) {
                return null;
            }
            until = until == null || seen - until < 0 ? seen : until;
        }
        return until;
    }

    /** After a repair or a gap: what was seen before says nothing of what is now. */
    Health forgotten() {
        return new Health(Verdicts.NONE, Map.of(), Map.of(), Sightings.NONE, sick, null);
    }

    /** After a restart: these were unhealthy within the incident that goes on, and of none of them is anything known. */
    static Health afterRestart(Set<String> sick) {
        return new Health(Verdicts.NONE, Map.of(), Map.of(), Sightings.NONE, sick, null);
    }

    /** After a step was taken back: closed is what has been healthy for its whole time since. */
    Health dwellingAnew() {
        return new Health(verdicts, looks, since, seenAt, sick, null);
    }

    /** The next incident begins with nobody affected; what was sick before and is unknown now has to say so anew. */
    Health nextIncident() {
        Map<String, Integer> counted = new HashMap<>(looks);
        counted.keySet().removeIf(detector -> !(verdicts.get(detector) instanceof Unhealthy));
        return new Health(verdicts, counted, since, seenAt, Set.of(), null);
    }
}

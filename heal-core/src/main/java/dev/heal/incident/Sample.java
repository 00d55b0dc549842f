package dev.heal.incident;

import dev.heal.text.SafeText;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The signals of a target over one short span, at most a few hundred bytes. Its texts are made safe when it is made.
 *
 * @param at its end on the wall clock, for display; whole milliseconds
 * @param after its end, since the incident was opened; negative before that; whole milliseconds
 * @param over how long it is
 * @param successes the calls that ended so in it, as for the next three
 * @param p99 99 % of these calls took no longer, in the worst second of it; null if there was none
 * @param inFlight the calls in flight at its end
 * @param oldest how long the longest of those has been under way; null if there was none
 * @param breaker the circuit breaker's state in lower case; empty if it is not known
 * @param unhealthy the detectors that said so, sorted; those that are neither here nor in {@code unknown} were healthy
 * @param unknown the detectors that could not tell
 * @param gauges the numbers that detectors had read, by name; at most {@value #MOST_GAUGES}
 */
public record Sample(
        Instant at,
        Duration after,
        Duration over,
        long successes,
        long failures,
        long ignored,
        long rejected,
        @Nullable Duration p99,
        long inFlight,
        @Nullable Duration oldest,
        String breaker,
        List<String> unhealthy,
        List<String> unknown,
        Map<String, Double> gauges) {

    /** More would make the records long, and nobody reads them. */
    public static final int MOST_GAUGES = 20;

    private static final int MOST_DETECTORS = 50;
    private static final int LONGEST_NAME = 60;

    public Sample {
        // As the journal keeps them, so that what is told live and what is read from it are the same.
        at = at.truncatedTo(ChronoUnit.MILLIS);
        after = Duration.ofMillis(after.toMillis());
        over = Duration.ofMillis(over.toMillis());
        p99 = p99 == null ? null : p99.truncatedTo(ChronoUnit.MICROS);
        oldest = oldest == null ? null : Duration.ofMillis(oldest.toMillis());
        breaker = name(breaker);
        unhealthy = names(unhealthy);
        unknown = names(unknown);
        gauges = finite(gauges);
    }

    /** Calls that reached the target and count. */
    public long calls() {
        return successes + failures;
    }

    /** The share of failures, or empty when there was no call. */
    public Optional<Double> failureRate() {
        return calls() == 0 ? Optional.empty() : Optional.of((double) failures / calls());
    }

    /** The same, ended so long after an incident was opened. */
    public Sample after(Duration since) {
        return new Sample(
                at, since, over, successes, failures, ignored, rejected, p99, inFlight, oldest, breaker, unhealthy,
                unknown, gauges);
    }

    /** This span and the one after it as one: calls add up, and of what is not a count the worst is kept. */
    public Sample then(Sample next) {
        TreeSet<String> sick = new TreeSet<>(unhealthy);
        sick.addAll(next.unhealthy);
        TreeSet<String> open = new TreeSet<>(unknown);
        open.addAll(next.unknown);
        open.removeAll(sick);
        return new Sample(
                next.at,
                next.after,
                over.plus(next.over),
                successes + next.successes,
                failures + next.failures,
                ignored + next.ignored,
                rejected + next.rejected,
                longer(p99, next.p99),
                Math.max(inFlight, next.inFlight),
                longer(oldest, next.oldest),
                next.breaker,
                List.copyOf(sick),
                List.copyOf(open),
                next.gauges);
    }

    private static @Nullable Duration longer(@Nullable Duration one, @Nullable Duration other) {
        return one == null ? other : other == null || one.compareTo(other) >= 0 ? one : other;
    }

    private static List<String> names(Collection<String> names) {
        return names.stream()
                .map(Sample::name)
                .distinct()
                .sorted()
                .limit(MOST_DETECTORS)
                .toList();
    }

    private static Map<String, Double> finite(Map<String, Double> gauges) {
        Map<String, Double> finite = new LinkedHashMap<>();
        gauges.entrySet().stream()
                .filter(gauge -> Double.isFinite(gauge.getValue()))
                .sorted(Map.Entry.comparingByKey())
                .limit(MOST_GAUGES)
                .forEach(gauge -> finite.put(name(gauge.getKey()), gauge.getValue()));
        return Collections.unmodifiableMap(finite);
    }

    private static String name(String name) {
        String safe = SafeText.of(name);
        return safe.length() <= LONGEST_NAME
                ? safe
                : safe.substring(
                        0, safe.offsetByCodePoints(0, Math.min(LONGEST_NAME, safe.codePointCount(0, safe.length()))));
    }
}

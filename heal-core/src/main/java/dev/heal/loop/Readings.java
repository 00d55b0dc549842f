package dev.heal.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The numbers that detectors have read lately, by name: written on sampler threads, read on the loop thread. */
final class Readings {

    /** A gauge that nobody has read for so long is not known. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    private static final int MOST = 100;

    private static final class Reading {
        final String name;
        double value;
        long nanos;

        Reading(String name, double value) {
            this.name = name;
            this.value = value;
        }
    }

    /** Few, so they are searched. */
    private final List<Reading> all = new ArrayList<>(0);

    /** The same object for as long as all read the same; null once one does not. */
    private @Nullable Map<String, Double> latest;

    synchronized void saw(String[] names, double[] values, long now) {
        for (int i = 0; i < names.length; i++) {
            saw(names[i], values[i], now);
        }
    }

    private void saw(String name, double value, long now) {
        Reading known = null;
        for (Reading each : all) {
            if (each.name.equals(name)) {
                known = each;
                break;
            }
        }
        if (known == null) {
            if (all.size() >= MOST) {
                return;
            }
            known = new Reading(name, value);
            all.add(known);
            latest = null;
        }
        if (known.value != value) {
            latest = null;
        }
        known.value = value;
        known.nanos = now;
    }

    synchronized Map<String, Double> known(long now) {
        if (all.isEmpty()) {
            return Map.of();
        }
        for (int i = all.size() - 1; i >= 0; i--) {
            if (now - all.get(i).nanos > FRESH.toNanos()) {
                all.remove(i);
                latest = null;
            }
        }
        Map<String, Double> known = latest;
        if (known == null) {
            Map<String, Double> made = new HashMap<>();
            all.forEach(reading -> made.put(reading.name, reading.value));
            known = Map.copyOf(made);
            latest = known;
        }
        return known;
    }
}

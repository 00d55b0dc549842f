package dev.heal.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The numbers that detectors have read lately, by name: written on sampler threads, read on the loop thread. */
final class Readings {

    /** A gauge that nobody has read for so long is not known. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    private static final int MOST = 100;

    private static final class Reading {
        final String name;
        double value;
        long nanos;

        Reading(String name) {
            this.name = name;
        }
    }

    /** Few, so they are searched. */
    private final List<Reading> all = new ArrayList<>(0);

    synchronized void saw(Map<String, Double> read, long now) {
        for (Map.Entry<String, Double> entry : read.entrySet()) {
            // Those of the breaker tell no more than its state.
            if (!entry.getKey().startsWith("breaker.")) {
                saw(entry.getKey(), entry.getValue(), now);
            }
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
            known = new Reading(name);
            all.add(known);
        }
        known.value = value;
        known.nanos = now;
    }

    synchronized Map<String, Double> known(long now) {
        if (all.isEmpty()) {
            return Map.of();
        }
        all.removeIf(reading -> now - reading.nanos > FRESH.toNanos());
        Map<String, Double> known = new HashMap<>();
        all.forEach(reading -> known.put(reading.name, reading.value));
        return Map.copyOf(known);
    }
}

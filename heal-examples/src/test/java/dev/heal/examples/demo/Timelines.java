package dev.heal.examples.demo;

import dev.heal.examples.load.Sample;
import dev.heal.examples.load.Sample.Outcome;
import dev.heal.examples.load.Schedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** Timelines made by hand: one request every 100 ms from 0 s to 30 s; the fault comes at 10 s. */
final class Timelines {

    static final long MS = 1_000_000;
    static final long FAULT = 10_000 * MS;

    /** 2 s before the fault and 18 s after it are measured, deadline 3 s, hold 3 s. */
    static final Script SCRIPT = new Script(
            new Schedule(Duration.ofMillis(100), 1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            Duration.ofSeconds(20),
            Duration.ofSeconds(18),
            Duration.ofSeconds(3),
            Duration.ofSeconds(3));

    private Timelines() {}

    /** What becomes of a request is a function of the time at which it is due, in milliseconds after the fault. */
    static List<Sample> of(LongFunction<Sample> fate) {
        List<Sample> samples = new ArrayList<>();
        for (long ms = 0; ms < 30_000; ms += 100) {
            samples.add(fate.apply(ms - FAULT / MS));
        }
        return samples;
    }

    static Sample ok(long dueMs) {
        return okAt(dueMs, dueMs + 30);
    }

    static Sample okAt(long dueMs, long answeredMs) {
        return sample(dueMs, answeredMs, Outcome.OK);
    }

    static Sample failed(long dueMs) {
        return sample(dueMs, dueMs + 3_000, Outcome.FAILED);
    }

    static Sample waiting(long dueMs) {
        return sample(dueMs, dueMs, Outcome.WAITING);
    }

    private static Sample sample(long dueMs, long endedMs, Outcome outcome) {
        return new Sample(FAULT + dueMs * MS, FAULT + dueMs * MS, FAULT + endedMs * MS, outcome);
    }
}

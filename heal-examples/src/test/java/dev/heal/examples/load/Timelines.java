package dev.heal.examples.load;

import dev.heal.examples.load.Sample.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** Timelines made by hand: one request every 100 ms from 0 s to 30 s; the fault comes at 10 s. */
public final class Timelines {

    public static final long MS = 1_000_000;
    public static final long FAULT = 10_000 * MS;

    private Timelines() {}

    /** What becomes of a request is a function of the time at which it is due, in milliseconds after the fault. */
    public static List<Sample> of(LongFunction<Sample> fate) {
        List<Sample> samples = new ArrayList<>();
        for (long ms = 0; ms < 30_000; ms += 100) {
            samples.add(fate.apply(ms - FAULT / MS));
        }
        return samples;
    }

    public static Sample ok(long dueMs) {
        return okAt(dueMs, dueMs + 30);
    }

    public static Sample okAt(long dueMs, long answeredMs) {
        return sample(dueMs, answeredMs, Outcome.OK);
    }

    public static Sample failed(long dueMs) {
        return failedAt(dueMs, dueMs + 3_000);
    }

    public static Sample failedAt(long dueMs, long endedMs) {
        return sample(dueMs, endedMs, Outcome.FAILED);
    }

    public static Sample waiting(long dueMs) {
        return sample(dueMs, dueMs, Outcome.WAITING);
    }

    private static Sample sample(long dueMs, long endedMs, Outcome outcome) {
        return new Sample(FAULT + dueMs * MS, FAULT + dueMs * MS, FAULT + endedMs * MS, outcome);
    }
}

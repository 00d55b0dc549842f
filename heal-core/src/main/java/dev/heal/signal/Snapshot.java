package dev.heal.signal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What was known of a target at one moment: its calls, those in flight, and its gauges. Safe for use by all threads. */
public final class Snapshot {

    private final long since;
    private final long nanos;
    private final Instant at;
    private final List<Slice> slices;
    private final InFlightView inFlight;
    private final Map<String, Double> gauges;

    private Snapshot(
            long since, long nanos, Instant at, List<Slice> slices, InFlightView inFlight, Map<String, Double> gauges) {
        this.since = since;
        this.nanos = nanos;
        this.at = at;
        this.slices = slices;
        this.inFlight = inFlight;
        this.gauges = gauges instanceof Gauges frozen ? frozen : Map.copyOf(gauges);
    }

    /** What the window and the gauges hold now; a gauge that is unknown is left out of {@code gauges}. */
    public static Snapshot of(SlicedWindow window, Map<String, Double> gauges, long nanos, Instant at) {
        return new Snapshot(window.since(), nanos, at, window.slices(nanos), window.inFlight(nanos), gauges);
    }

    /** A snapshot of a thing that no call passes through. */
    public static Snapshot ofGauges(Map<String, Double> gauges, long nanos, Instant at) {
        return new Snapshot(Long.MIN_VALUE / 2, nanos, at, List.of(), InFlightView.NONE, gauges);
    }

    /** When it was taken, on the clock that measures. */
    public long nanos() {
        return nanos;
    }

    /** Since when signals count: since the last repair or gap, or from the beginning. */
    public long since() {
        return since;
    }

    /** When it was taken, for display. */
    public Instant at() {
        return at;
    }

    /** The calls that ended within the last {@code span}, rounded up to whole slices. */
    public CallStats over(Duration span) {
        long ignored = 0;
        long rejected = 0;
        Latencies.Weighted latencies = new Latencies.Weighted();
        long from = nanos - span.toNanos();
        @Nullable Slice first = null;
        for (int i = 0; i < slices.size(); i++) {
            long ended = i + 1 < slices.size() ? slices.get(i + 1).began : nanos;
            if (ended - from <= 0 && i + 1 < slices.size()) {
                continue;
            }
            Slice slice = slices.get(i);
            first = first == null ? slice : first;
            slice.addTo(latencies);
            ignored += slice.count(Outcome.IGNORED);
            rejected += slice.count(Outcome.REJECTED);
        }
        Duration covered =
                first == null ? Duration.ZERO : Duration.ofNanos(Math.min(span.toNanos(), nanos - first.since));
        return new CallStats(covered, latencies, ignored, rejected);
    }

    public InFlightView inFlight() {
        return inFlight;
    }

    /** What the gauge read, or empty when it is unknown: it threw, hung, or gave NaN or an infinity. */
    public OptionalDouble gauge(String name) {
        Double read = gauges.get(name);
        return read == null || !Double.isFinite(read) ? OptionalDouble.empty() : OptionalDouble.of(read);
    }

    /** All gauges that are known, by name. */
    public Map<String, Double> gauges() {
        return gauges;
    }
}

package dev.heal.signal;

import static dev.heal.signal.Outcome.FAILURE;
import static dev.heal.signal.Outcome.SUCCESS;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** A call ends on one thread while another begins a slice, sums up, or forgets: none is lost, none counted twice. */
public class WindowStress {

    private static final long MILLI = 1_000_000;
    private static final Duration SLICE = Duration.ofMillis(500);
    private static final long SLICE_NANOS = SLICE.toNanos();
    private static final Duration ALL = Duration.ofSeconds(10);

    private static CallStats all(SlicedWindow window, long nanos) {
        return snapshot(window, nanos).over(ALL);
    }

    private static Snapshot snapshot(SlicedWindow window, long nanos) {
        return Snapshot.of(window, Map.of(), nanos, Instant.EPOCH);
    }

    private static void call(SlicedWindow window, dev.heal.signal.Outcome outcome, long start, long end) {
        window.started(start);
        window.ended(outcome, start, end);
    }

    /** Results: failures in all, failures of the span, calls in flight, number of the slice that the failure is in. */
    @JCStressTest
    @Outcome(id = "1, 1, 0, [012]", expect = ACCEPTABLE, desc = "Counted once, in whichever slice was the current one.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, counted twice, or still in flight.")
    @State
    public static class RecordAgainstRotate {
        private final SlicedWindow window = new SlicedWindow(SLICE, 0);

        public RecordAgainstRotate() {
            window.keep(ALL);
            // An empty slice would be kept, not followed by the next.
            call(window, SUCCESS, 0, MILLI);
        }

        @Actor
        public void caller() {
            call(window, FAILURE, 2 * MILLI, 3 * MILLI);
        }

        @Actor
        public void sampler() {
            window.rotate(SLICE_NANOS);
            window.rejected();
            window.rotate(2 * SLICE_NANOS);
        }

        @Arbiter
        public void end(IIII_Result r) {
            r.r1 = (int) window.total(FAILURE);
            r.r2 = (int) all(window, 2 * SLICE_NANOS).failures();
            r.r3 = (int) window.inFlightTotal();
            for (Slice slice : window.slices(2 * SLICE_NANOS)) {
                if (slice.count(FAILURE) == 1) {
                    break;
                }
                r.r4++;
            }
        }
    }

    /** Results: the total before and after the old slice is dropped, the total at the end, calls in flight. */
    @JCStressTest
    @Outcome(
            id = {"0, 0, 1, 0", "0, 1, 1, 0", "1, 1, 1, 0"},
            expect = ACCEPTABLE,
            desc = "Counted once, and the total never went back.")
    @Outcome(
            id = "0, 0, 0, 0",
            expect = ACCEPTABLE_INTERESTING,
            desc = "Held up for longer than the window keeps a slice: not counted any more.")
    @Outcome(expect = FORBIDDEN, desc = "The total went back, or the call was counted twice.")
    @State
    public static class RecordAgainstDropping {
        private final SlicedWindow window = new SlicedWindow(SLICE, 0);

        public RecordAgainstDropping() {
            call(window, SUCCESS, 0, MILLI);
            window.started(MILLI);
        }

        @Actor
        public void caller() {
            window.ended(FAILURE, MILLI, 2 * MILLI);
        }

        @Actor
        public void sampler(IIII_Result r) {
            window.rotate(SLICE_NANOS);
            r.r1 = (int) window.total(FAILURE);
            window.rotate(10 * SLICE_NANOS);
            r.r2 = (int) window.total(FAILURE);
        }

        @Arbiter
        public void end(IIII_Result r) {
            r.r3 = (int) window.total(FAILURE);
            r.r4 = (int) window.inFlightTotal();
        }
    }

    /** Results: the total as a meter reads it twice while the slice that holds it is replaced and dropped. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Counted once wherever it stands.")
    @Outcome(expect = FORBIDDEN, desc = "Not counted, or twice, while it was moved.")
    @State
    public static class TotalAgainstRotate {
        private final SlicedWindow window = new SlicedWindow(SLICE, 0);

        public TotalAgainstRotate() {
            call(window, FAILURE, 0, MILLI);
        }

        @Actor
        public void meter(II_Result r) {
            r.r1 = (int) window.total(FAILURE);
            r.r2 = (int) window.total(FAILURE);
        }

        @Actor
        public void sampler() {
            window.rotate(SLICE_NANOS);
            window.rotate(10 * SLICE_NANOS);
        }
    }

    /** Results: the calls that a snapshot tells of, and how many of them were slow. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Summed up before the call ended.")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Summed up after the call ended.")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "Counted, and its latency not written yet.")
    @Outcome(expect = FORBIDDEN, desc = "More slow calls than calls: a share above 100 %.")
    @State
    public static class RecordAgainstSummingUp {
        private final SlicedWindow window = new SlicedWindow(SLICE, 0);

        public RecordAgainstSummingUp() {
            window.keep(ALL);
            window.started(0);
        }

        @Actor
        public void caller() {
            window.ended(FAILURE, 0, 1_000 * MILLI);
        }

        @Actor
        public void sampler(II_Result r) {
            CallStats stats = all(window, 1_000 * MILLI);
            r.r1 = (int) stats.calls();
            r.r2 = (int) stats.slowerThan(SLICE);
        }
    }

    /** Results: the calls that are judged, the failures in all. */
    @JCStressTest
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Began before the repair: counted, and not judged.")
    @Outcome(expect = FORBIDDEN, desc = "What began before the repair is held against it, or is lost.")
    @State
    public static class RecordAgainstForget {
        private final SlicedWindow window = new SlicedWindow(SLICE, 0);

        public RecordAgainstForget() {
            window.keep(ALL);
            window.started(0);
        }

        @Actor
        public void caller() {
            window.ended(FAILURE, 0, 2 * MILLI);
        }

        @Actor
        public void loop() {
            window.forget(2 * MILLI);
        }

        @Arbiter
        public void end(II_Result r) {
            r.r1 = (int) all(window, 3 * MILLI).calls();
            r.r2 = (int) window.total(FAILURE);
        }
    }

    /** Results: whether the snapshot says that it is of the time since the repair, and the failures from before in it. */
    @JCStressTest
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Taken before the repair.")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "Taken after the repair.")
    @Outcome(
            id = "0, 0",
            expect = ACCEPTABLE_INTERESTING,
            desc = "Nothing from before the repair, and more modest about it than need be.")
    @Outcome(expect = FORBIDDEN, desc = "Failures from before the repair are told as if they came after it.")
    @State
    public static class SnapshotAgainstForget {
        private final SlicedWindow window = new SlicedWindow(SLICE, 0);

        public SnapshotAgainstForget() {
            window.keep(ALL);
            call(window, FAILURE, 0, MILLI);
        }

        @Actor
        public void loop() {
            window.forget(2 * MILLI);
        }

        @Actor
        public void sampler(II_Result r) {
            Snapshot snapshot = snapshot(window, 3 * MILLI);
            r.r1 = snapshot.since() == 2 * MILLI ? 1 : 0;
            r.r2 = (int) snapshot.over(ALL).failures();
        }
    }
}

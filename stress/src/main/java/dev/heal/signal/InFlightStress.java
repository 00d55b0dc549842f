package dev.heal.signal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** Calls begin and end on one thread while another counts them or moves the ring on: never below 0, and 0 in the end. */
public class InFlightStress {

    /** A slot of the ring. */
    private static final long SLOT = 1L << 28;

    private static final int RING = 256;

    /** A call that started in the first slot is still counted there by a clock that reads this. */
    private static final long LAST_MOMENT = 247 * SLOT;

    /** Lets the ring go round once more, slot by slot as ticks do; returns the time by then. */
    private static long goRound(InFlight inFlight, long from) {
        long now = from;
        for (int i = 0; i < RING + 1; i++) {
            now += SLOT;
            inFlight.advance(now);
        }
        return now;
    }

    /** Results: what a view and the total said meanwhile; the total while the second call runs and when it has ended. */
    @JCStressTest
    @Outcome(id = "[01], [01], 1, 0", expect = ACCEPTABLE, desc = "At most the one call that was there.")
    @Outcome(
            id = "[01], 2, 1, 0",
            expect = ACCEPTABLE_INTERESTING,
            desc = "One ended and the next began while the total was added up: both were counted.")
    @Outcome(expect = FORBIDDEN, desc = "Below 0, lost, or left over.")
    @State
    public static class CallsAgainstView {
        private final InFlight inFlight = new InFlight(0);

        @Actor
        public void caller() {
            inFlight.started(0);
            inFlight.ended(0, SLOT);
            inFlight.started(SLOT);
        }

        @Actor
        public void sampler(IIII_Result r) {
            r.r1 = (int) inFlight.view(SLOT).total();
            r.r2 = (int) inFlight.total();
        }

        @Arbiter
        public void end(IIII_Result r) {
            r.r3 = (int) inFlight.total();
            inFlight.ended(SLOT, SLOT);
            r.r4 = (int) inFlight.total();
        }
    }

    /** Results: what a view and the total said while the call ended on another thread than it had begun on; both after. */
    @JCStressTest
    @Outcome(id = "[01], [01], 0, 0", expect = ACCEPTABLE, desc = "There until it ended.")
    @Outcome(expect = FORBIDDEN, desc = "Below 0, counted twice, or left over.")
    @State
    public static class EndElsewhereAgainstView {
        private final InFlight inFlight = new InFlight(0);

        public EndElsewhereAgainstView() {
            inFlight.started(0);
        }

        @Actor
        public void caller() {
            inFlight.ended(0, SLOT);
        }

        @Actor
        public void sampler(IIII_Result r) {
            r.r1 = (int) inFlight.view(SLOT).total();
            r.r2 = (int) inFlight.total();
        }

        @Arbiter
        public void end(IIII_Result r) {
            r.r3 = (int) inFlight.view(SLOT).total();
            r.r4 = (int) inFlight.total();
        }
    }

    /** Results: the total; the view's at that moment; the view's and the total when the ring has gone round once more. */
    @JCStressTest
    @Outcome(id = "0, 0, 0, 0", expect = ACCEPTABLE, desc = "Ended before its slot was moved.")
    @Outcome(
            id = "0, 1, 0, 0",
            expect = ACCEPTABLE_INTERESTING,
            desc = "Ended in the very moment its slot was moved: in the view until the ring has gone round.")
    @Outcome(expect = FORBIDDEN, desc = "The total is wrong, or the view still is after the ring has gone round.")
    @State
    public static class EndAgainstAdvance {
        private final InFlight inFlight = new InFlight(0);

        public EndAgainstAdvance() {
            inFlight.started(0);
            inFlight.advance(LAST_MOMENT);
        }

        @Actor
        public void caller() {
            inFlight.ended(0, LAST_MOMENT);
        }

        @Actor
        public void sampler() {
            inFlight.advance(LAST_MOMENT + SLOT);
        }

        @Arbiter
        public void end(IIII_Result r) {
            r.r1 = (int) inFlight.total();
            r.r2 = (int) inFlight.view(LAST_MOMENT + SLOT).total();
            long later = goRound(inFlight, LAST_MOMENT + SLOT);
            r.r3 = (int) inFlight.view(later).total();
            r.r4 = (int) inFlight.total();
        }
    }

    /** Results: the total, the view's, and the view's when the ring has gone round once more. */
    @JCStressTest
    @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "Each has taken one call away.")
    @Outcome(expect = FORBIDDEN, desc = "One was taken twice, or none.")
    @State
    public static class TwoEstimatedEnds {
        private final InFlight inFlight = new InFlight(0);

        public TwoEstimatedEnds() {
            inFlight.started(0);
            inFlight.started(SLOT);
        }

        @Actor
        public void one() {
            inFlight.endedAbout(SLOT, 2 * SLOT);
        }

        @Actor
        public void other() {
            inFlight.endedAbout(SLOT, 2 * SLOT);
        }

        @Arbiter
        public void end(III_Result r) {
            r.r1 = (int) inFlight.total();
            InFlightView view = inFlight.view(2 * SLOT);
            r.r2 = (int) (view.total() + view.olderThan(Duration.ZERO));
            r.r3 = (int) inFlight.view(goRound(inFlight, 2 * SLOT)).total();
        }
    }

    /** Results: the total when one call and one that nobody had announced have ended; the total when the next has begun. */
    @JCStressTest
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The one that nobody had announced has taken nothing away.")
    @Outcome(
            id = "0, 0",
            expect = ACCEPTABLE_INTERESTING,
            desc = "Both ended in the same moment and saw the same only call: the next is not counted.")
    @Outcome(expect = FORBIDDEN, desc = "Below 0, or left over.")
    @State
    public static class UnannouncedEnd {
        private final InFlight inFlight = new InFlight(0);

        public UnannouncedEnd() {
            inFlight.started(0);
        }

        @Actor
        public void announced() {
            inFlight.endedAbout(0, SLOT);
        }

        @Actor
        public void unannounced() {
            inFlight.endedAbout(0, SLOT);
        }

        @Arbiter
        public void end(II_Result r) {
            r.r1 = (int) inFlight.total();
            inFlight.started(SLOT);
            r.r2 = (int) inFlight.total();
        }
    }

    /** Results: calls that were found meanwhile; all that were found; calls in flight. */
    @JCStressTest
    @Outcome(id = "[01], 1, 0", expect = ACCEPTABLE, desc = "Found once, sooner or later, and in flight no more.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, found twice, or left over.")
    @State
    public static class UntimedAgainstTake {
        private final InFlight inFlight = new InFlight(-2 * SLOT);
        private long found;

        @Actor
        public void caller() {
            inFlight.started(0);
            inFlight.succeededUntimed(0);
        }

        @Actor
        public void sampler(III_Result r) {
            found = inFlight.takeUntimed(-SLOT, 0).counted();
            r.r1 = (int) found;
        }

        @Arbiter
        public void end(III_Result r) {
            r.r2 = (int) (found + inFlight.takeUntimed(-SLOT, 0).counted());
            r.r3 = (int) inFlight.total();
        }
    }

    /** Results: calls in flight, counted by the first two threads of all, for whom the stripes have to be made. */
    @JCStressTest
    @Outcome(id = "2", expect = ACCEPTABLE, desc = "Both are there.")
    @Outcome(expect = FORBIDDEN, desc = "One was counted in a stripe that another took the place of.")
    @State
    public static class FirstCallsAtOnce {
        private final InFlight inFlight = new InFlight(0);

        @Actor
        public void caller() {
            inFlight.started(0);
        }

        @Actor
        public void another() {
            inFlight.started(0);
        }

        @Arbiter
        public void end(I_Result r) {
            r.r1 = (int) inFlight.total();
        }
    }
}

package dev.heal.admission;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** The one place is given back while somebody enters the waiting room or leaves it: nobody waits for a place that is free. */
public class WaitingRoomStress {

    private static final Request NORMALLY = Request.of(Priority.NORMAL);

    /** Whose one place is taken. */
    private static Admission full() {
        Admission admission = Admission.ofRoundTrips(ShedderSettings.DEFAULT.maxConcurrency(1), 0);
        admission.activate(Priority.BULK, 0);
        admission.enter(NORMALLY, 0);
        return admission;
    }

    /** Counts what it hears. */
    private static final class Guest extends Waiter {
        final AtomicInteger heard = new AtomicInteger();

        Guest() {
            super(NORMALLY);
        }

        @Override
        protected void admitted(long now) {
            heard.incrementAndGet();
        }

        @Override
        protected void rejected(long now) {
            heard.addAndGet(10);
        }

        /** Counts its arrival's answer as heard. */
        void arrives(Admission admission) {
            if (admission.enter(NORMALLY, 0) || admission.arrived(this, 0) == Admission.Answer.ADMITTED) {
                heard.incrementAndGet();
            }
        }
    }

    /** Results: how often it was let in; how many are under way and how many wait then. */
    @JCStressTest
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "It has the place.")
    @Outcome(id = "0, 0, 1", expect = FORBIDDEN, desc = "It waits beside a free place: the wake-up was lost.")
    @Outcome(expect = FORBIDDEN, desc = "Let in twice, or counted wrongly.")
    @State
    public static class EndAgainstArrival {
        private final Admission admission = full();
        private final Guest guest = new Guest();

        @Actor
        public void finisher() {
            admission.finished(0, 0);
        }

        @Actor
        public void comer() {
            guest.arrives(admission);
        }

        @Arbiter
        public void end(III_Result r) {
            r.r1 = guest.heard.get();
            r.r2 = admission.underWay();
            r.r3 = admission.waiting();
        }
    }

    /** Results: whether it went away; how often it was let in; how many are under way. */
    @JCStressTest
    @Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "It was let in before it could go away.")
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "It went away, and the place is free.")
    @Outcome(expect = FORBIDDEN, desc = "Both, or neither, or the place is lost.")
    @State
    public static class EndAgainstWithdrawal {
        private final Admission admission = full();
        private final Guest guest = new Guest();

        public EndAgainstWithdrawal() {
            guest.arrives(admission);
        }

        @Actor
        public void finisher() {
            admission.finished(0, 0);
        }

        @Actor
        public void leaver(III_Result r) {
            r.r1 = admission.withdraw(guest, 0) ? 1 : 0;
        }

        @Arbiter
        public void end(III_Result r) {
            r.r2 = guest.heard.get();
            r.r3 = admission.underWay();
        }
    }
}

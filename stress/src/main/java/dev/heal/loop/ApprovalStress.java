package dev.heal.loop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heal.incident.IncidentEvent.Type;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIIII_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** A human approves a plan in the very moment in which it expires, or in which another human approves it. */
public class ApprovalStress {

    /**
     * Results: remediations begun; expiries told; approvals told; whether the human was told that nothing waits for him;
     * plans proposed.
     */
    @JCStressTest
    @Outcome(id = "1, 0, 1, 0, 1", expect = ACCEPTABLE, desc = "Approved in time, and begun once.")
    @Outcome(id = "0, 1, 0, 0, 1", expect = ACCEPTABLE, desc = "Expired; the approval came too late: nothing changes.")
    @Outcome(id = "0, 1, 0, 1, 1", expect = ACCEPTABLE, desc = "Expired, and whoever approved was told so.")
    @Outcome(
            id = "0, 0, 1, 0, 2",
            expect = ACCEPTABLE_INTERESTING,
            desc = "Approved in time; its check answered when the approval had expired: asked anew.")
    @Outcome(expect = FORBIDDEN, desc = "Both, neither, or begun twice.")
    @State
    public static class ApproveAgainstExpiry {
        private final StressLoop loop = StressLoop.aboutToExpire();
        private final Runnable approval = loop.approval("ada");
        private final Meeting meeting = new Meeting();

        @Actor
        public void human(IIIII_Result r) {
            meeting.arrive();
            try {
                approval.run();
            } catch (IllegalArgumentException nothingWaits) {
                r.r4 = 1;
            }
        }

        @Actor
        public void loop() {
            meeting.arrive();
            loop.settle();
            loop.tick();
        }

        @Arbiter
        public void end(IIIII_Result r) {
            loop.settle();
            r.r1 = loop.begun.get();
            r.r2 = loop.told(Type.EXPIRED);
            r.r3 = loop.told(Type.APPROVED);
            r.r5 = loop.told(Type.PROPOSED);
        }
    }

    /** Results: remediations begun; approvals told. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "One approval counts, and the step begins once.")
    @Outcome(expect = FORBIDDEN, desc = "Begun twice or never, or both approvals counted.")
    @State
    public static class TwoApprovals {
        private final StressLoop loop = StressLoop.aboutToExpire();
        private final Runnable adas = loop.approval("ada");
        private final Runnable graces = loop.approval("grace");
        private final Meeting meeting = new Meeting();

        @Actor
        public void ada() {
            meeting.arrive();
            approve(adas);
        }

        @Actor
        public void graceAndLoop() {
            meeting.arrive();
            approve(graces);
            loop.work();
        }

        private static void approve(Runnable approval) {
            try {
                approval.run();
            } catch (IllegalArgumentException nothingWaits) {
                // The other's approval was first.
            }
        }

        @Arbiter
        public void end(II_Result r) {
            loop.settle();
            r.r1 = loop.begun.get();
            r.r2 = loop.told(Type.APPROVED);
        }
    }
}

package dev.heal.loop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.Set;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A human stops the target while a remediation is about to begin. A remediation begins with the last look at the orders,
 * right before its code: between the two no order can be told from one that came while it ran.
 */
public class StopStress {

    /** Results: whether the status, read when stop had returned, says that a remediation is under way; how many began. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Stopped before the rules had decided: nothing began.")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "Decided on, and at the last look not begun.")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Under way when the stop came, and said to be.")
    @Outcome(expect = FORBIDDEN, desc = "Nothing was under way when stop had returned, and something began.")
    @State
    public static class StopAgainstDecision {
        private static final Set<String> NOT_YET = Set.of("deciding", "checking", "recording");

        private final StressLoop loop = StressLoop.aboutToAct();
        private final Meeting meeting = new Meeting();

        @Actor
        public void human(II_Result r) {
            meeting.arrive();
            loop.stop();
            r.r1 = NOT_YET.contains(loop.state()) ? 0 : 1;
        }

        @Actor
        public void loop() {
            meeting.arrive();
            loop.work();
        }

        @Arbiter
        public void end(II_Result r) {
            loop.settle();
            r.r2 = loop.begun.get();
        }
    }

    /**
     * Results: whether stop had returned when a thread took the work up; how many had begun when stop had returned; how
     * many had in the end.
     */
    @JCStressTest
    @Outcome(id = "[01], 0, 0", expect = ACCEPTABLE, desc = "Stopped before the last look: nothing began.")
    @Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "It had begun when the stop came.")
    @Outcome(
            id = "0, 0, 1",
            expect = ACCEPTABLE_INTERESTING,
            desc = "It had had its last look when the stop came; its first line ran when stop had returned.")
    @Outcome(expect = FORBIDDEN, desc = "Stop had returned, and then it was taken up and began.")
    @State
    public static class StopAgainstBeginning {
        private final StressLoop loop = StressLoop.aboutToBegin();
        private final Runnable work = loop.handedOut.remove();
        private final Meeting meeting = new Meeting();
        private volatile boolean returned;

        @Actor
        public void human(III_Result r) {
            meeting.arrive();
            loop.stop();
            returned = true;
            r.r2 = loop.begun.get();
        }

        @Actor
        public void remediation(III_Result r) {
            meeting.arrive();
            r.r1 = returned ? 1 : 0;
            work.run();
        }

        @Arbiter
        public void end(III_Result r) {
            r.r3 = loop.begun.get();
        }
    }
}

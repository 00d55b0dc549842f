package dev.heal.loop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heal.time.ManualClock;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A piece of foreign code is interrupted in the very moment in which it ends. */
public class WorkStress {

    /** Results: whether the work saw the interrupt; whether it was still there for what the thread did next. */
    @JCStressTest
    @Outcome(id = "[01], 0", expect = ACCEPTABLE, desc = "It hit the work, or nothing.")
    @Outcome(expect = FORBIDDEN, desc = "It hit what the thread did next.")
    @State
    public static class InterruptAgainstEnd {
        private boolean interrupted;
        private final Work<Boolean> work = new Work<>(
                new ManualClock(), () -> Thread.currentThread().isInterrupted(), result -> interrupted = result);

        @Actor
        public void worker(II_Result r) {
            work.run();
            r.r1 = interrupted ? 1 : 0;
            r.r2 = Thread.interrupted() ? 1 : 0;
        }

        @Actor
        public void loop() {
            work.interrupt();
        }
    }
}

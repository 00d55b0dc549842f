package dev.heal.loop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heal.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;

/** Heal is closed while it is started, or started or closed twice at once; with its real threads. */
public class CloseStress {

    private static final long PATIENCE_MILLIS = 5_000;

    /** Results: 1 started, 2 refused; threads left; threads that did the loop's work; 1 if a later start is refused. */
    @JCStressTest
    @Outcome(id = "1, 0, [01], 1", expect = ACCEPTABLE, desc = "Started, then closed.")
    @Outcome(id = "2, 0, 0, 1", expect = ACCEPTABLE, desc = "Closed first: the start was refused.")
    @Outcome(expect = FORBIDDEN, desc = "A thread was left, there were two, or it started when it was closed.")
    @State
    public static class CloseAgainstStart {
        private final LoopThreads threads = new LoopThreads();
        private final HealLoop loop = StressLoop.withThreads(threads);
        private final Meeting meeting = new Meeting();

        @Actor
        public void starter(IIII_Result r) {
            meeting.arrive();
            r.r1 = start(loop);
        }

        @Actor
        public void closer() {
            meeting.arrive();
            loop.close();
        }

        @Arbiter
        public void end(IIII_Result r) {
            r.r2 = left();
            r.r3 = threads.seen.size();
            r.r4 = start(loop) == 2 ? 1 : 0;
        }
    }

    /** Results: what became of each start; threads that did the loop's work; how many of them still run after close. */
    @JCStressTest
    @Outcome(id = "1, 1, 1, 0", expect = ACCEPTABLE, desc = "One of them started it, the other did nothing.")
    @Outcome(expect = FORBIDDEN, desc = "Refused, none or two threads did the loop's work, or one was left.")
    @State
    public static class StartTwice {
        private final LoopThreads threads = new LoopThreads();
        private final HealLoop loop = StressLoop.withThreads(threads);
        private final Meeting meeting = new Meeting();

        @Actor
        public void one(IIII_Result r) {
            meeting.arrive();
            r.r1 = start(loop);
        }

        @Actor
        public void other(IIII_Result r) {
            meeting.arrive();
            r.r2 = start(loop);
        }

        @Arbiter
        public void end(IIII_Result r) {
            threads.awaitFirst();
            loop.close();
            r.r3 = threads.seen.size();
            r.r4 = threads.running(); // and not all that are left: other loops of this test still run
        }
    }

    /** Results: whether the loop's thread still ran when the one close and when the other had returned; threads left. */
    @JCStressTest
    @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "Closed when either of them returns.")
    @Outcome(expect = FORBIDDEN, desc = "One of them returned before it was closed.")
    @State
    public static class CloseTwice {
        private final LoopThreads threads = new LoopThreads();
        private final HealLoop loop = StressLoop.withThreads(threads);
        private final Meeting meeting = new Meeting();

        @Actor
        public void one(III_Result r) {
            // Started here and not in the constructor: a great many states are made before the first is used.
            loop.start();
            threads.awaitFirst();
            meeting.arrive();
            loop.close();
            r.r1 = threads.running();
        }

        @Actor
        public void other(III_Result r) {
            threads.awaitFirst();
            meeting.arrive();
            loop.close();
            r.r2 = threads.running();
        }

        @Arbiter
        public void end(III_Result r) {
            r.r3 = left();
        }
    }

    private static int start(HealLoop loop) {
        try {
            loop.start();
            return 1;
        } catch (IllegalStateException closed) {
            return 2;
        }
    }

    /** How many of heal's threads do not end although all that were started have been closed. */
    private static int left() {
        Thread[] all = new Thread[1_000];
        int count = Thread.currentThread().getThreadGroup().enumerate(all);
        int left = 0;
        for (int i = 0; i < count; i++) {
            if (all[i].getName().startsWith("heal-") && !ends(all[i])) {
                left++;
            }
        }
        return left;
    }

    private static boolean ends(Thread thread) {
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    /** The system's clock, which the loop's thread reads in each of its turns, and so makes itself known. */
    private static final class LoopThreads implements Clock {
        final Set<Thread> seen = ConcurrentHashMap.newKeySet();

        @Override
        public long nanos() {
            if (Thread.currentThread().getName().startsWith("heal-loop-")) {
                seen.add(Thread.currentThread());
            }
            return Clock.system().nanos();
        }

        @Override
        public Instant now() {
            return Clock.system().now();
        }

        void awaitFirst() {
            long until = nanos() + PATIENCE_MILLIS * 1_000_000;
            while (seen.isEmpty() && nanos() - until < 0) {
                Thread.onSpinWait();
            }
        }

        int running() {
            return (int) seen.stream().filter(Thread::isAlive).count();
        }
    }
}

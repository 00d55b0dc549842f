package dev.heal.benchmarks.overload.real;

import dev.heal.admission.CutOff;
import dev.heal.admission.LoadShedder;
import dev.heal.admission.Priority;
import dev.heal.admission.Request;
import dev.heal.admission.ShedderSettings;
import dev.heal.admission.Waiter;
import dev.heal.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadPoolExecutor;

/** Heal, always on, with its defaults. */
final class HealGates {

    /** For those that fill the waiting room of a server that is only asked what a rejection costs. */
    private static final ShedderSettings FULL =
            ShedderSettings.DEFAULT.maxConcurrency(1).maxWait(Duration.ofMinutes(1));

    private HealGates() {}

    private static ShedderSettings settings(boolean isToBeFilled) {
        return isToBeFilled ? FULL : ShedderSettings.DEFAULT;
    }

    /** As the servlet filter: who has to wait does so on the server's thread. */
    static final class RoundTrips extends Gate {
        private final LoadShedder shedder;

        RoundTrips(ThreadPoolExecutor workers, boolean isToBeFilled) {
            super(workers);
            shedder = LoadShedder.of("server", settings(isToBeFilled), Clock.system())
                    .alwaysOn();
        }

        @Override
        CompletionStage<?> serve(Request request, Runnable work) {
            long token = shedder.enter(request);
            return hand(work).whenComplete((done, error) -> shedder.leave(token));
        }

        @Override
        CutOff cutOff() {
            return shedder.cutOff();
        }

        @Override
        void fill() {
            Request first = Request.of(Priority.CRITICAL);
            long now = shedder.clock().nanos();
            while (shedder.admission().enter(first, now)) {
                // Nobody leaves.
            }
            while (!shedder.admission().turnsAway(Request.of(Priority.BULK))) {
                shedder.admission().arrived(new Patient(first), now);
            }
        }
    }

    /** Waits without a thread, and does nothing about what it hears. */
    private static final class Patient extends Waiter {
        Patient(Request request) {
            super(request);
        }

        @Override
        protected void admitted(long now) {}

        @Override
        protected void rejected(long now) {}
    }

    /** Before the pool itself. */
    static final class OfExecutor extends Gate {
        private final LoadShedder shedder;

        OfExecutor(ThreadPoolExecutor workers, boolean isToBeFilled) {
            super(workers);
            shedder = LoadShedder.before("server", workers, settings(isToBeFilled), Clock.system())
                    .alwaysOn();
        }

        @Override
        CompletionStage<?> serve(Request request, Runnable work) {
            return shedder.execute(request, () -> {
                work.run();
                return true;
            });
        }

        @Override
        CutOff cutOff() {
            return shedder.cutOff();
        }

        @Override
        void fill() {
            // Whoever starts late makes room for one that waits.
            while (workers.getActiveCount() < Work.WORKERS || workers.getQueue().isEmpty() || !isFull()) {
                if (isFull()) {
                    Thread.onSpinWait();
                } else {
                    serve(Request.of(Priority.CRITICAL), Gate::forGood);
                }
            }
        }

        private boolean isFull() {
            return shedder.admission().turnsAway(Request.of(Priority.BULK));
        }
    }
}

package dev.heal.benchmarks.overload;

import dev.heal.admission.Admission;
import dev.heal.admission.CutOff;
import dev.heal.admission.Priority;
import dev.heal.admission.Request;
import dev.heal.admission.ShedderSettings;
import dev.heal.admission.Waiter;

/** Heal's own {@code Admission}, the class that production runs, with its defaults or with those of the web filter. */
final class HealGate extends Gate {

    private final Admission admission;

    /** Whether it hears when a request leaves the executor's queue. */
    private final boolean hearsStarts;

    private final boolean hearsDeadlines;

    private HealGate(Desk desk, Admission admission, boolean hearsStarts, boolean hearsDeadlines) {
        super(desk);
        this.admission = admission;
        this.hearsStarts = hearsStarts;
        this.hearsDeadlines = hearsDeadlines;
        admission.activate(Priority.BULK, desk.now());
    }

    static Gate executor(Desk desk) {
        return new HealGate(desk, Admission.ofExecutor(ShedderSettings.DEFAULT, desk.now()), true, false);
    }

    static Gate roundTrips(Desk desk) {
        return new HealGate(desk, Admission.ofRoundTrips(ShedderSettings.DEFAULT, desk.now()), false, false);
    }

    static Gate executorWithDeadlines(Desk desk) {
        return new HealGate(desk, Admission.ofExecutor(ShedderSettings.DEFAULT, desk.now()), true, true);
    }

    static Gate webFilter(Desk desk) {
        return new HealGate(desk, Admission.ofRoundTrips(WebFilter.SETTINGS, desk.now()), false, false);
    }

    private final class InRoom extends Waiter {

        private final Call call;

        InRoom(Request request, Call call) {
            super(request);
            this.call = call;
        }

        @Override
        protected void admitted(long now) {
            letIn(call, now);
        }

        @Override
        protected void rejected(long now) {
            desk.reject(call);
        }
    }

    @Override
    void arrived(Call call, long now) {
        Request request = new Request(call.priority, call.user + 1, hearsDeadlines ? call.due : Request.NO_DEADLINE);
        if (admission.enter(request, now)) {
            letIn(call, now);
            return;
        }
        switch (admission.arrived(new InRoom(request, call), now)) {
            case ADMITTED -> letIn(call, now);
            case WAITING -> {} // it hears later
            case REJECTED -> desk.reject(call);
        }
    }

    private void letIn(Call call, long now) {
        call.admitted = now;
        desk.admit(call);
    }

    @Override
    void started(Call call, long now) {
        if (hearsStarts) {
            admission.started(now);
        }
    }

    @Override
    void finished(Call call, long now) {
        admission.finished(call.admitted, now);
    }

    @Override
    void tick(long now) {
        admission.tick(now);
    }

    @Override
    CutOff cutOff(long now) {
        return admission.cutOff(now);
    }
}

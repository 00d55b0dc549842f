package dev.heal.misbehaving;

import dev.heal.remediation.Remediation;
import dev.heal.remediation.RemediationContext;
import dev.heal.remediation.Risk;
import dev.heal.remediation.Undo;
import dev.heal.resource.Readiness;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** A remediation that does as it is told, and counts. */
final class Repair implements Remediation {

    final AtomicInteger started = new AtomicInteger();
    final AtomicInteger undone = new AtomicInteger();
    private volatile Runnable action = () -> {};
    private volatile Callable<Readiness> readiness = Readiness::ready;
    private volatile Undo undo = Undo.NOTHING;

    Repair doing(Runnable action) {
        this.action = action;
        return this;
    }

    Repair ready(Callable<Readiness> readiness) {
        this.readiness = readiness;
        return this;
    }

    Repair undoneBy(Runnable inverse) {
        this.undo = context -> {
            undone.incrementAndGet();
            inverse.run();
        };
        return this;
    }

    @Override
    public String name() {
        return "repair";
    }

    @Override
    public Risk risk() {
        return undo == Undo.NOTHING ? Risk.RESTORATIVE : Risk.REVERSIBLE;
    }

    @Override
    public Readiness ready(RemediationContext context) throws Exception {
        return readiness.call();
    }

    @Override
    public Undo apply(RemediationContext context) {
        started.incrementAndGet();
        action.run();
        return undo;
    }
}

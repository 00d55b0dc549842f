package dev.heal.remediation;

import dev.heal.guard.Guard;
import dev.heal.resource.Readiness;
import dev.heal.resource.Resources;
import dev.heal.resource.Restartable;

/** Replaces a pool whose connections hang by a fresh one, as soon as a fresh one can work. */
public record RestartPool(Restartable pool) implements Remediation {

    public static final RemediationKind<NoSettings> KIND = new RemediationKind<>() {
        @Override
        public String name() {
            return "restart-pool";
        }

        @Override
        public String description() {
            return "Puts a fresh connection pool in the place of the one that hangs.";
        }

        @Override
        public NoSettings defaults() {
            return new NoSettings();
        }

        @Override
        public String words(NoSettings settings) {
            return "restart the pool";
        }

        @Override
        public boolean needsResource() {
            return true;
        }

        @Override
        public Remediation create(NoSettings settings, Guard guard, Resources resources) {
            return new RestartPool(resources.require(Restartable.class));
        }
    };

    @Override
    public String name() {
        return KIND.name();
    }

    @Override
    public Risk risk() {
        return Risk.RESTORATIVE;
    }

    @Override
    public Object actsOn() {
        return pool;
    }

    @Override
    public boolean idempotent() {
        return true;
    }

    @Override
    public boolean endsWithProcess() {
        return true;
    }

    @Override
    public String plan() {
        return "restart the pool " + pool.name();
    }

    @Override
    public Readiness ready(RemediationContext context) {
        return pool.check(context.remaining());
    }

    @Override
    public Undo apply(RemediationContext context) throws Exception {
        pool.restart(context.remaining(), context::note);
        return Undo.NOTHING;
    }
}

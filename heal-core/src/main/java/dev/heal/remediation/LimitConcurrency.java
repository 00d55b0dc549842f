package dev.heal.remediation;

import dev.heal.admission.ConcurrencyCap;
import dev.heal.check.Check;
import dev.heal.check.Checked;
import dev.heal.guard.Guard;
import dev.heal.resource.Readiness;
import dev.heal.resource.Resources;
import java.util.OptionalInt;

/** Lets only so many calls to the target be in flight at once, so that a slow one does not hold all threads. */
public record LimitConcurrency(Guard guard, int most) implements Remediation {

    /** How many where nothing is said: enough for what answers in 50 ms 1,000 times a second. */
    public static final int DEFAULT_MOST = 50;

    public static final RemediationKind<Settings> KIND = new RemediationKind<>() {
        @Override
        public String name() {
            return "limit-concurrency";
        }

        @Override
        public String description() {
            return "Lets only so many calls to the target be in flight at once, so that a slow one holds few threads.";
        }

        @Override
        public Settings defaults() {
            return new Settings(DEFAULT_MOST);
        }

        @Override
        public String words(Settings settings) {
            return "let at most " + settings.to() + " calls be in flight at once";
        }

        @Override
        public Remediation create(Settings settings, Guard guard, Resources resources) {
            return new LimitConcurrency(guard, settings.to());
        }
    };

    /** @param to how many at most; at least 1 */
    public record Settings(int to) implements Checked {
        @Override
        public void check(Check check) {
            check.atLeast("to", to, 1);
        }
    }

    /** How many at most; at least 1. */
    public LimitConcurrency to(int calls) {
        return new LimitConcurrency(guard, calls);
    }

    @Override
    public void check(Check check) {
        check.atLeast("to", most, 1);
    }

    @Override
    public String name() {
        return KIND.name();
    }

    @Override
    public Risk risk() {
        return Risk.SAFE;
    }

    @Override
    public Object actsOn() {
        return guard;
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
        return "let at most " + most + " calls be in flight at once";
    }

    @Override
    public boolean isTemporary() {
        return true;
    }

    /** Where it would change nothing, it is no remedy. */
    @Override
    public Readiness ready(RemediationContext context) {
        OptionalInt known = guard.concurrencyLimit();
        return known.isPresent() && known.getAsInt() <= most
                ? Readiness.notReady("at most " + known.getAsInt() + " calls may be in flight already")
                : Readiness.ready();
    }

    @Override
    public Undo apply(RemediationContext context) {
        OptionalInt before = guard.concurrencyLimit();
        ConcurrencyCap.Limit own = guard.addConcurrencyLimit(most);
        context.note("at most " + most + " calls are in flight at once, where it was " + text(before));
        return undone -> {
            own.release();
            undone.note("calls in flight at once: " + text(guard.concurrencyLimit()));
        };
    }

    private static String text(OptionalInt limit) {
        return limit.isPresent() ? "at most " + limit.getAsInt() : "as many as come";
    }
}

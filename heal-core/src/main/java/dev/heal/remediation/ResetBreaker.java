package dev.heal.remediation;

import dev.heal.guard.Breaker;
import dev.heal.guard.BreakerState;
import dev.heal.guard.Guard;
import dev.heal.resource.Readiness;
import dev.heal.resource.Resources;

/** Lets trial calls through a breaker that is stuck open or half-open; the calls themselves decide what comes next. */
public record ResetBreaker(Breaker breaker) implements Remediation {

    public static final RemediationKind<NoSettings> KIND = new RemediationKind<>() {
        @Override
        public String name() {
            return "reset-breaker";
        }

        @Override
        public String description() {
            return "Lets trial calls through a circuit breaker that is stuck.";
        }

        @Override
        public NoSettings defaults() {
            return new NoSettings();
        }

        @Override
        public String words(NoSettings settings) {
            return "let trial calls through the circuit breaker";
        }

        @Override
        public Remediation create(NoSettings settings, Guard guard, Resources resources) {
            return new ResetBreaker(guard.breaker());
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
        return breaker;
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
        return "let trial calls through the circuit breaker " + breaker.name();
    }

    @Override
    public Readiness ready(RemediationContext context) {
        BreakerState state = breaker.state();
        return switch (state) {
            case OPEN, HALF_OPEN -> Readiness.ready();
            case FORCED_OPEN -> Readiness.notReady("somebody has forced the circuit breaker open");
            default -> Readiness.notReady("the circuit breaker is " + state);
        };
    }

    @Override
    public Undo apply(RemediationContext context) {
        BreakerState before = breaker.state();
        breaker.tryAgain();
        context.note("the circuit breaker went from " + before + " to " + breaker.state());
        return Undo.NOTHING;
    }
}

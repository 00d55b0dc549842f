package dev.heal.remediation;

import dev.heal.admission.LoadShedder;
import dev.heal.guard.Breaker;
import dev.heal.guard.Guard;
import dev.heal.resource.Restartable;
import java.util.List;

/** The vocabulary: every remediation that heal brings, for code (the methods) and for application.yml (the kinds). */
public final class Remediations {

    private static final List<RemediationKind<?>> KINDS =
            List.of(RestartPool.KIND, ResetBreaker.KIND, FailoverRegion.KIND, ShedLoad.KIND, LimitConcurrency.KIND);

    private Remediations() {}

    /** The kinds that application.yml may name. */
    public static List<RemediationKind<?>> kinds() {
        return KINDS;
    }

    public static RestartPool restartPool(Restartable pool) {
        return new RestartPool(pool);
    }

    public static ResetBreaker resetBreaker(Breaker breaker) {
        return new ResetBreaker(breaker);
    }

    /** Only what the server cannot hold is turned away, unless {@link ShedLoad#keep} says more. */
    public static ShedLoad shedLoad(LoadShedder shedder) {
        return ShedLoad.of(shedder);
    }

    /** @param guard the target's own, such as {@code target.guard()}; {@link LimitConcurrency#to} says how many */
    public static LimitConcurrency limitConcurrency(Guard guard) {
        return new LimitConcurrency(guard, LimitConcurrency.DEFAULT_MOST);
    }
}

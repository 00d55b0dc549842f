package dev.heal.remediation;

import dev.heal.guard.Breaker;
import dev.heal.resource.Restartable;
import java.util.List;

/** The vocabulary: every remediation that heal brings, for code (the methods) and for application.yml (the kinds). */
public final class Remediations {

    private static final List<RemediationKind<?>> KINDS =
            List.of(RestartPool.KIND, ResetBreaker.KIND, FailoverRegion.KIND);

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
}

package dev.heal.spring.aspect;

import dev.heal.Heal;
import dev.heal.guard.Guard;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopInfrastructureBean;

/** The guards of the application, never proxied themselves; there are none before heal is assembled, and calls pass until then. */
public final class Guards implements AopInfrastructureBean {

    private volatile @Nullable Opened opened;

    private record Opened(Heal heal, Map<String, String> countedByAspect) {}

    /** @param countedByAspect by target, the circuit breaker whose calls through Resilience4j's aspect are recorded for it */
    public void open(Heal heal, Map<String, String> countedByAspect) {
        opened = new Opened(heal, Map.copyOf(countedByAspect));
    }

    /**
     * The guard for calls of the method, or null if they pass unguarded: what carries both annotations would be counted and
     * recorded twice, and Resilience4j's aspect does it already.
     */
    @Nullable
    Guard find(HealedMethod method) {
        Opened current = opened;
        String target = method.target();
        if (current == null || !current.heal.targets().contains(target)) {
            return null;
        }
        String breaker = method.circuitBreaker();
        boolean counted = breaker != null && breaker.equals(current.countedByAspect.get(target));
        return counted ? null : current.heal.guard(target);
    }
}

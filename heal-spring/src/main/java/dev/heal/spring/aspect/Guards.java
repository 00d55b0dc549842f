package dev.heal.spring.aspect;

import dev.heal.Heal;
import dev.heal.guard.Guard;
import dev.heal.region.RegionRouter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopInfrastructureBean;

/** The guards of the application, never proxied themselves; there are none before heal is assembled, and calls pass until then. */
public final class Guards implements AopInfrastructureBean {

    private static final Opened NOT_YET = new Opened(null, Map.of());

    private volatile Opened opened = NOT_YET;

    /** One way in which heal was assembled; that two differ is told by their identity. */
    static final class Opened {

        private final @Nullable Heal heal;
        private final Map<String, String> countedByAspect;

        private Opened(@Nullable Heal heal, Map<String, String> countedByAspect) {
            this.heal = heal;
            this.countedByAspect = countedByAspect;
        }

        /**
         * The guard for calls of the method, or null if they pass unguarded: what carries both annotations would be counted
         * and recorded twice, and Resilience4j's aspect does it already.
         */
        @Nullable
        Guard find(String target, @Nullable String circuitBreaker) {
            if (heal == null || !heal.targets().contains(target)) {
                return null;
            }
            boolean counted = circuitBreaker != null && circuitBreaker.equals(countedByAspect.get(target));
            return counted ? null : heal.guard(target);
        }

        /** The router whose regions the calls of the method go to, or null if the target is no routed one. */
        @Nullable
        RegionRouter<?> router(String target) {
            return heal == null ? null : heal.routers().get(target);
        }
    }

    /**
     * From now on calls pass through the guards of {@code heal}.
     *
     * @param countedByAspect by target, the circuit breaker whose calls through Resilience4j's aspect are recorded for it
     */
    public void open(Heal heal, Map<String, String> countedByAspect) {
        opened = new Opened(heal, Map.copyOf(countedByAspect));
    }

    Opened opened() {
        return opened;
    }
}

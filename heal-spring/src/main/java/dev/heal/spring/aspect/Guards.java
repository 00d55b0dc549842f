package dev.heal.spring.aspect;

import dev.heal.Heal;
import dev.heal.guard.Guard;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopInfrastructureBean;

/** The guards of the application, never proxied themselves; there are none before heal is assembled, and calls pass until then. */
public final class Guards implements AopInfrastructureBean {

    private volatile @Nullable Heal heal;

    public void open(Heal assembled) {
        heal = assembled;
    }

    /** The guard of a target, or null if calls to it pass unguarded. */
    @Nullable
    Guard find(String target) {
        Heal current = heal;
        return current != null && current.targets().contains(target) ? current.guard(target) : null;
    }
}

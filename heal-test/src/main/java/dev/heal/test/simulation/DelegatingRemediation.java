package dev.heal.test.simulation;

import dev.heal.remediation.Failback;
import dev.heal.remediation.Remediation;
import dev.heal.remediation.Risk;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says of itself what another remediation says; what it does is up to who extends it. */
abstract class DelegatingRemediation implements Remediation {

    final Remediation real;

    DelegatingRemediation(Remediation real) {
        this.real = real;
    }

    @Override
    public String name() {
        return real.name();
    }

    @Override
    public Risk risk() {
        return real.risk();
    }

    @Override
    public @Nullable Object actsOn() {
        return real.actsOn();
    }

    @Override
    public @Nullable Set<String> takesAway() {
        return real.takesAway();
    }

    @Override
    public Set<String> showsAt() {
        return real.showsAt();
    }

    @Override
    public @Nullable Failback failback() {
        return real.failback();
    }

    @Override
    public boolean idempotent() {
        return real.idempotent();
    }

    @Override
    public boolean endsWithProcess() {
        return real.endsWithProcess();
    }

    @Override
    public String plan() {
        return real.plan();
    }
}

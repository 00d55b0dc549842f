package dev.heal.loop;

import dev.heal.policy.Policy;
import dev.heal.policy.Step;
import dev.heal.remediation.Failback;
import dev.heal.remediation.Remediation;
import dev.heal.remediation.RemediationContext;
import dev.heal.remediation.Risk;
import dev.heal.remediation.Undo;
import dev.heal.resource.Readiness;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A remediation whose descriptions were asked for once, before the loop runs: the loop thread runs no foreign code. */
record Described(
        Remediation remediation,
        String name,
        Risk risk,
        String plan,
        @Nullable Object actsOn,
        @Nullable Set<String> takesAway,
        boolean idempotent,
        boolean endsWithProcess,
        @Nullable Failback failback)
        implements Remediation {

    static Policy policy(Policy policy) {
        return policy.withSteps(policy.steps().stream().map(Described::step).toList());
    }

    static Step step(Step step) {
        Remediation told = step.remediation();
        Set<String> taken = told.takesAway();
        Described described = new Described(
                told,
                told.name(),
                told.risk(),
                told.plan(),
                told.actsOn(),
                taken == null ? null : Set.copyOf(taken),
                told.idempotent(),
                told.endsWithProcess(),
                told.failback());
        return new Step(
                step.name(),
                described,
                step.when(),
                step.sustained(),
                step.verification(),
                step.attempts(),
                step.timeLimit(),
                step.approval(),
                step.mode(),
                step.safeguards());
    }

    @Override
    public Readiness ready(RemediationContext context) throws Exception {
        return remediation.ready(context);
    }

    @Override
    public Set<String> showsAt() {
        return remediation.showsAt();
    }

    @Override
    public Undo restore(RemediationContext context) throws Exception {
        return remediation.restore(context);
    }

    @Override
    public Undo apply(RemediationContext context) throws Exception {
        return remediation.apply(context);
    }
}

package dev.heal.loop;

import dev.heal.policy.Step;
import dev.heal.remediation.Remediation;
import dev.heal.remediation.RemediationContext;
import dev.heal.remediation.Risk;
import dev.heal.remediation.Undo;
import dev.heal.resource.Readiness;
import org.jspecify.annotations.Nullable;

/** A remediation whose descriptions were asked for once, before the loop runs: the loop thread runs no foreign code. */
record Described(
        Remediation remediation,
        String name,
        Risk risk,
        String plan,
        @Nullable Object actsOn) implements Remediation {

    static Step step(Step step) {
        Remediation told = step.remediation();
        Described described = new Described(told, told.name(), told.risk(), told.plan(), told.actsOn());
        return new Step(
                step.name(),
                described,
                step.when(),
                step.sustained(),
                step.verification(),
                step.attempts(),
                step.timeLimit(),
                step.approval(),
                step.mode());
    }

    @Override
    public Readiness ready(RemediationContext context) throws Exception {
        return remediation.ready(context);
    }

    @Override
    public Undo apply(RemediationContext context) throws Exception {
        return remediation.apply(context);
    }
}

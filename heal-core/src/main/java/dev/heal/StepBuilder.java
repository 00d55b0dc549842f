package dev.heal;

import dev.heal.policy.Approval;
import dev.heal.policy.Mode;
import dev.heal.policy.Step;
import dev.heal.policy.Verification;
import dev.heal.remediation.Remediation;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says how one step is taken. Belongs to {@link TargetBuilder#step}; not safe for use by several threads. */
public final class StepBuilder {

    private final String name;
    private final Remediation remediation;
    private final Set<String> when = new LinkedHashSet<>();
    private Duration sustained = Duration.ZERO;
    private Verification verification = Verification.DEFAULT;
    private int attempts = 1;
    private Duration timeLimit = Step.DEFAULT_TIME_LIMIT;
    private @Nullable Approval approval;
    private @Nullable Mode mode;

    StepBuilder(String name, Remediation remediation) {
        this.name = name;
        this.remediation = remediation;
    }

    /** The detectors that the step answers to; left out: all of the target's. */
    public StepBuilder when(String... detectors) {
        when.addAll(Set.of(detectors));
        return this;
    }

    /** How long one of them must have been unhealthy before the step may start; left out: no longer than to be sure. */
    public StepBuilder sustained(Duration sustained) {
        this.sustained = sustained;
        return this;
    }

    /** The steady state that must hold afterwards; left out: {@link Verification#DEFAULT}. */
    public StepBuilder verify(Verification verification) {
        this.verification = verification;
        return this;
    }

    /** How often within one incident; left out: once. */
    public StepBuilder attempts(int attempts) {
        this.attempts = attempts;
        return this;
    }

    /** How long one attempt may take; left out: 20 s. */
    public StepBuilder timeLimit(Duration limit) {
        this.timeLimit = limit;
        return this;
    }

    /** A human must say yes first, also in mode {@code act}. */
    public StepBuilder approval(Approval approval) {
        this.approval = approval;
        return this;
    }

    /** What heal may do in this step; left out: what it may do with the target. */
    public StepBuilder mode(Mode mode) {
        this.mode = mode;
        return this;
    }

    Step build() {
        return new Step(name, remediation, when, sustained, verification, attempts, timeLimit, approval, mode);
    }
}

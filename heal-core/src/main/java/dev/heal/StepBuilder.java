package dev.heal;

import dev.heal.policy.Approval;
import dev.heal.policy.Budget;
import dev.heal.policy.Mode;
import dev.heal.policy.Safeguards;
import dev.heal.policy.Step;
import dev.heal.policy.Verification;
import dev.heal.remediation.Remediation;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says how one step is taken. Belongs to {@link TargetBuilder#step}; not safe for use by several threads. */
public final class StepBuilder {

    private final String name;
    private final Remediation remediation;
    private final Set<String> when = new LinkedHashSet<>();
    private Duration sustained;
    private Verification verification = Verification.DEFAULT;
    private int attempts = 1;
    private Duration timeLimit = Step.DEFAULT_TIME_LIMIT;
    private @Nullable Approval approval;
    private @Nullable Mode mode;
    private @Nullable Budget budget;
    private final Set<String> requires = new LinkedHashSet<>();
    private final Set<String> uses = new LinkedHashSet<>();
    private Duration timeToLive;

    StepBuilder(String name, Remediation remediation) {
        this.name = name;
        this.remediation = remediation;
        this.sustained = remediation.sustained();
        Duration own = remediation.timeToLive();
        this.timeToLive = own == null ? Safeguards.DEFAULT_TIME_TO_LIVE : own;
    }

    /** The detectors that the step answers to; left out: all of the target's. */
    public StepBuilder when(String... detectors) {
        when.addAll(Set.of(detectors));
        return this;
    }

    /** How long one of them must have been unhealthy before the step may start; left out: what its remediation asks for. */
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

    /** At most so many of this step within any span of that length, besides the target's budget; left out: no such bound. */
    public StepBuilder budget(int remediations, Duration per) {
        this.budget = new Budget(remediations, per);
        return this;
    }

    /** Detectors that must be known, sick or healthy, before the step may start; those it answers to always must. */
    public StepBuilder requires(String... detectors) {
        requires.addAll(List.of(detectors));
        return this;
    }

    /** Targets that the step's own means go through: it does not start while one of them is sick. */
    public StepBuilder uses(String... targets) {
        uses.addAll(List.of(targets));
        return this;
    }

    /** How long what can be undone stays in force; then it is undone. Left out: what its remediation asks for, or 5 min. */
    public StepBuilder timeToLive(Duration span) {
        this.timeToLive = span;
        return this;
    }

    Step build() {
        Safeguards safeguards = new Safeguards(budget, requires, uses, timeToLive);
        return new Step(
                name, remediation, when, sustained, verification, attempts, timeLimit, approval, mode, safeguards);
    }
}

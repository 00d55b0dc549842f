package dev.heal.loop;

import dev.heal.loop.Rig.FakeRemediation;
import dev.heal.policy.Approval;
import dev.heal.policy.Budget;
import dev.heal.policy.Safeguards;
import dev.heal.policy.Step;
import dev.heal.remediation.Risk;
import java.time.Duration;
import java.util.Set;

/** A remediation that says of itself what the test wants it to say; and its step, with one thing changed. */
final class Act extends FakeRemediation {

    int undone;
    private Risk risk = Risk.RESTORATIVE;
    private Set<String> takesAway;
    private boolean idempotent;
    private boolean endsWithProcess;
    private String plan;

    Act(String name) {
        super(name);
        plan = name;
    }

    static Act reversible(String name) {
        Act act = new Act(name).risk(Risk.REVERSIBLE);
        act.undo = context -> act.undone++;
        return act;
    }

    @Override
    Act doing(Runnable action) {
        super.doing(action);
        return this;
    }

    Act risk(Risk risk) {
        this.risk = risk;
        return this;
    }

    Act takingAway(String... members) {
        takesAway = Set.of(members);
        return this;
    }

    Act idempotentOnes() {
        idempotent = true;
        return this;
    }

    Act endingWithTheProcess() {
        endsWithProcess = true;
        return this;
    }

    Act plan(String text) {
        plan = text;
        return this;
    }

    @Override
    public Risk risk() {
        return risk;
    }

    @Override
    public Set<String> takesAway() {
        return takesAway;
    }

    @Override
    public boolean idempotent() {
        return idempotent;
    }

    @Override
    public boolean endsWithProcess() {
        return endsWithProcess;
    }

    @Override
    public String plan() {
        return plan;
    }

    static Step attempts(int attempts, Step step) {
        return with(step, attempts, step.approval(), step.safeguards());
    }

    static Step approval(Approval approval, Step step) {
        return with(step, step.attempts(), approval, step.safeguards());
    }

    static Step lasting(Duration timeToLive, Step step) {
        return with(step, step.attempts(), step.approval(), new Safeguards(null, Set.of(), Set.of(), timeToLive));
    }

    static Step budget(Budget budget, Step step) {
        Safeguards own = new Safeguards(budget, Set.of(), Set.of(), Safeguards.DEFAULT_TIME_TO_LIVE);
        return with(step, step.attempts(), step.approval(), own);
    }

    private static Step with(Step step, int attempts, Approval approval, Safeguards safeguards) {
        return new Step(
                step.name(),
                step.remediation(),
                step.when(),
                step.sustained(),
                step.verification(),
                attempts,
                step.timeLimit(),
                approval,
                step.mode(),
                safeguards);
    }
}

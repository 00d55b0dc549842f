package dev.heal.test.simulation.rule;

import dev.heal.test.simulation.Run;
import java.util.ArrayList;
import java.util.List;

/**
 * All promises that a run is held against. Two have nothing to be held against yet: fencing (9), since there is no fleet, and
 * learning only reorders (16), since nothing learns. That heal is never worse than nothing (19) is a statement about many
 * runs.
 */
public final class Rules {

    public static final List<Rule> ALL = List.of(
            new BoundedRate(),
            new MinimumHealthy(),
            new LastHealthy(),
            new StopOnUnknown(),
            new CommonModeBrake(),
            new VerifyThenGoOn(),
            new Finite(),
            new RecordBeforeAct(),
            new SaneSelection(),
            new HumanWins(),
            new NoSharedFate(),
            new Hysteresis(),
            new ReversibleOrApproved(),
            new DryRun(),
            new HealFailingIsHealAbsent(),
            new Liveness(),
            new CauseNotSymptom(),
            new NotAllAtOnce(),
            new EligibleDestination(),
            new FewMoves(),
            new RampedReturn(),
            new MovesEnd(),
            new PinHolds());

    private Rules() {}

    /** Where the run breaks a promise; empty if it keeps them all. */
    public static List<Violation> check(Run run) {
        Evidence seen = new Evidence(run);
        List<Violation> violations = new ArrayList<>();
        for (Rule rule : ALL) {
            rule.check(
                    seen,
                    (where, what) ->
                            violations.add(new Violation(rule, run.scenario().seed(), where, what)));
        }
        return violations;
    }
}

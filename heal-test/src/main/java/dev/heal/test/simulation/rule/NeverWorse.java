package dev.heal.test.simulation.rule;

import dev.heal.test.simulation.Cure;
import dev.heal.test.simulation.Fault;
import dev.heal.test.simulation.Run;
import dev.heal.test.simulation.Seen;
import java.util.Locale;

/**
 * Rule 19, with heal is never worse than without, paired by seed. A repair costs time, and the fault may go away meanwhile:
 * so single runs may be worse, by no more than what was done in them costs.
 */
public final class NeverWorse {

    /** Sampled twice a second: smaller differences are none. */
    private static final double NOTHING = 1.0;

    private NeverWorse() {}

    /** What a run was worse by, and why. */
    public record Worse(long seed, double seconds, String reason, boolean explained) {

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "seed %d: %.1f s, %s", seed, seconds, reason);
        }
    }

    public static boolean isWorse(Run run) {
        return run.unavailable() - run.withoutHeal() > NOTHING;
    }

    /** Only for a run that is worse. */
    public static Worse explain(Run run) {
        Evidence seen = new Evidence(run);
        double restarts = 0;
        double hangs = 0;
        double halves = 0;
        double sheds = 0;
        double moves = 0;
        double pins = pinned(seen);
        for (Attempt attempt : seen.restored()) {
            moves += inForce(seen, attempt);
        }
        for (Attempt attempt : seen.acted()) {
            Cure.Kind cure = attempt.plan.cure();
            double took = seconds(seen, attempt);
            Fault fault = faultOf(seen, attempt);
            int others = attempt.plan.takesAway() == null
                    ? 1
                    : attempt.plan.takesAway().size();
            if (cure == Cure.Kind.SHED) {
                sheds += 0.2 * inForce(seen, attempt);
            } else if (cure == Cure.Kind.MOVE || cure == Cure.Kind.FAILOVER) {
                moves += inForce(seen, attempt);
            } else if (fault == Fault.REMEDIATION_HANGS || fault == Fault.REMEDIATION_IGNORES_INTERRUPT) {
                hangs += took * others;
            } else {
                restarts += took * others;
            }
            halves += fault == Fault.REMEDIATION_HALF ? 2 : 0;
        }
        double dependants = Math.max(1, run.scenario().variants().get(0).size());
        double cost = (restarts + hangs + halves) * dependants + sheds + moves + pins + NOTHING;
        double worse = run.unavailable() - run.withoutHeal();
        boolean left = seen.acted().stream().anyMatch(NeverWorse::isLeftBehind);
        String reason = left && sheds + moves > restarts + hangs
                ? "what heal could no longer undo stayed in force, and a human was told"
                : hangs > 0
                        ? "a step that hung kept its target from answering"
                        : halves > 0
                                ? "a step did only half of its work"
                                : restarts > 0
                                        ? "a step cost longer than the fault would have lasted"
                                        : moves > 0
                                                ? "traffic had been moved to where the next fault came"
                                                : sheds == 0 && pins > 0
                                                        ? "a human had pinned a region that fell sick"
                                                        : "calls were shed";
        return new Worse(run.scenario().seed(), worse, reason, worse <= cost);
    }

    /** For how long a human had all traffic of a router go to one region. */
    private static double pinned(Evidence seen) {
        double seconds = 0;
        Seen.Ordered since = null;
        for (Seen each : (Iterable<Seen>) seen.all()::iterator) {
            if (each instanceof Seen.Ordered ordered && ordered.order() == Seen.Order.PIN) {
                since = since == null ? ordered : since;
            } else if (each instanceof Seen.Ordered ordered && ordered.order() == Seen.Order.UNPIN && since != null) {
                seconds += (ordered.at() - since.at()) / 1e9;
                since = null;
            }
        }
        return since == null ? seconds : seconds + (seen.run().ended() - since.at()) / 1e9;
    }

    private static boolean isLeftBehind(Attempt attempt) {
        Seen.Died died = attempt.died;
        Seen.Undone back = attempt.undone;
        boolean crashed =
                died != null && died.crashed() && !attempt.plan.endsWithProcess() && attempt.isInForce(died.at());
        return crashed || (back != null && !back.well());
    }

    private static double seconds(Evidence seen, Attempt attempt) {
        Seen.Acts begun = attempt.acts;
        Seen.Acted ended = attempt.acted;
        long from = begun == null ? 0 : begun.at();
        long to = ended != null
                ? ended.at()
                : attempt.died != null ? attempt.died.at() : seen.run().ended();
        return (to - from) / 1e9 + 0.5;
    }

    private static double inForce(Evidence seen, Attempt attempt) {
        Seen.Acted begun = attempt.acted;
        Seen.Undone back = attempt.undone;
        if (begun == null) {
            return 0;
        }
        long to = back != null && back.well()
                ? back.at()
                : attempt.plan.endsWithProcess() && attempt.died != null
                        ? attempt.died.at()
                        : seen.run().ended();
        return (to - begun.at()) / 1e9 + 0.5;
    }

    private static @org.jspecify.annotations.Nullable Fault faultOf(Evidence seen, Attempt attempt) {
        Seen.Acts begun = attempt.acts;
        for (Fault fault : Fault.values()) {
            if (fault.name().startsWith("REMEDIATION")
                    && begun != null
                    && seen.isOn(fault, attempt.target(), begun.at())) {
                return fault;
            }
        }
        return null;
    }
}

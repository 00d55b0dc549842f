package dev.heal.test.simulation;

import dev.heal.loop.BrokenRules;
import dev.heal.policy.Step;
import dev.heal.region.Region;
import dev.heal.region.RegionRouter;
import dev.heal.remediation.Failback;
import dev.heal.remediation.FailoverRegion;
import dev.heal.remediation.GradualUndo;
import dev.heal.remediation.Remediation;
import dev.heal.remediation.RemediationContext;
import dev.heal.remediation.Undo;
import dev.heal.resource.Readiness;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The mistakes that somebody could make who moves the traffic of regions. */
final class PlantedMoves {

    private static final String PART = "the failover";
    private static final String RULES = "the rules of a target";

    private PlantedMoves() {}

    static void addTo(List<Planted> all) {
        all.add(move("a destination is not asked", 7, new Care(0, true, true)));
        all.add(move("one answer of a destination is enough", 7, new Care(1, true, true)));
        all.add(move("nobody asks what a destination can hold", 499, new Care(2, false, true)));
        all.add(move("what is being left itself is gone to", 171, new Care(2, true, false)));
        all.add(new Planted(
                "a blip is enough",
                "the steps",
                "EligibleDestination",
                15,
                Parts.REAL.loop(Planted.steps(PlantedMoves::withoutPatience)),
                true));
        all.add(failback("it comes back without a dwell", 15, how -> how.dwell(Duration.ofMillis(1))));
        all.add(failback("it comes back in one step", 15, how -> how.step(1)));
        all.add(failback("it comes back before its time", 39, how -> how.minimumStay(Duration.ZERO)));
        all.add(undo("it stays when it is sick on its way back", "RampedReturn", 15, Undoing.NEVER_LESS));
        all.add(undo("it is never given back", "MovesEnd", 7, Undoing.NEVER));
        all.add(new Planted("a pin is not written down", "the journal", "PinHolds", 459, WithoutPins.parts(), true));
        all.add(rules("what comes back is deaf to pins", "PinHolds", 799, Parts.REAL.loop(BrokenRules.deafToPins())));
        all.add(rules("what comes back is deaf to stops", "PinHolds", 199, Parts.REAL.loop(BrokenRules.deafToStops())));
        all.add(rules(
                "what comes back at once is deaf to stops",
                "PinHolds",
                199,
                Parts.REAL.loop(BrokenRules.deafToStops()).failover(PlantedMoves::atOnce)));
        all.add(rules(
                "what comes back at once is deaf to pins",
                "PinHolds",
                7,
                Parts.REAL.loop(BrokenRules.deafToPins()).failover(PlantedMoves::atOnce)));
        all.add(rules(
                "what is in force is done again",
                "FewMoves",
                7,
                Parts.REAL
                        .loop(BrokenRules.forgettingWhatIsInForce())
                        .failover((region, how) -> new Heedless(real(region, how), region))));
        all.add(rules(
                "its time to live ends in a jump",
                "RampedReturn",
                15,
                Parts.REAL.loop(BrokenRules.returningInAJump())));
        all.add(rules(
                "nobody hears of what stays away",
                "MovesEnd",
                191,
                Parts.REAL.loop(BrokenRules.silentAboutWhatIsAway())));
        all.add(rules(
                "unknown is a dwell of health",
                "RampedReturn",
                187,
                Parts.REAL.loop(BrokenRules.takingUnknownForHealthy())));
    }

    private static Planted rules(String mistake, String rule, long known, Parts parts) {
        return new Planted(mistake, RULES, rule, known, parts, true);
    }

    private static Step withoutPatience(Step step) {
        return step.remediation().failback() == null
                ? step
                : new Step(
                        step.name(),
                        step.remediation(),
                        step.when(),
                        Duration.ZERO,
                        step.verification(),
                        step.attempts(),
                        step.timeLimit(),
                        step.approval(),
                        step.mode(),
                        step.safeguards());
    }

    /** Told to the loop: another way back than the team has written. */
    private static Planted failback(String mistake, long known, UnaryOperator<Failback> other) {
        return new Planted(
                mistake,
                PART,
                "RampedReturn",
                known,
                Parts.REAL.failover((region, how) -> FailoverRegion.of(region).failback(other.apply(how))),
                true);
    }

    private static Planted move(String mistake, long known, Care care) {
        return new Planted(
                mistake,
                PART,
                "EligibleDestination",
                known,
                Parts.REAL.failover((region, how) -> new Careless(real(region, how), region, care)),
                true);
    }

    private static Planted undo(String mistake, String rule, long known, Undoing how) {
        return new Planted(
                mistake,
                PART,
                rule,
                known,
                Parts.REAL.failover((region, failback) -> new WithUndo(real(region, failback), region, how)),
                true);
    }

    private static Remediation real(Region<?> region, Failback failback) {
        return FailoverRegion.of(region).failback(failback);
    }

    private static Remediation atOnce(Region<?> region, Failback how) {
        return real(region, how.step(1));
    }

    /** What is asked of a destination. */
    private record Care(int probes, boolean capacity, boolean itself) {}

    /** Like the real one of a region, but for what it is planted for. */
    private abstract static class Like extends DelegatingRemediation {

        final Region<?> region;

        Like(Remediation real, Region<?> region) {
            super(real);
            this.region = region;
        }

        @Override
        public Readiness ready(RemediationContext context) throws Exception {
            return real.ready(context);
        }
    }

    private static final class Careless extends Like {

        private final Care care;
        private Set<String> gone = Set.of();

        Careless(Remediation real, Region<?> region, Care care) {
            super(real, region);
            this.care = care;
        }

        @Override
        public Set<String> showsAt() {
            return gone;
        }

        @Override
        public Readiness ready(RemediationContext context) {
            return region.router().pinned() == null && region.router().serves(region)
                    ? Readiness.ready()
                    : Readiness.notReady("no traffic goes there");
        }

        @Override
        public Undo apply(RemediationContext context) {
            RegionRouter<?> router = region.router();
            Region<?> destination = router.regions().stream()
                    .filter(other -> other != region && isGood(other))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("nobody can take it"));
            router.move(region.name(), List.of(destination.name()));
            gone = Set.of(destination.target());
            return new Back(region, Undoing.WELL);
        }

        private boolean isGood(Region<?> other) {
            if (care.itself() && region.router().admitted(other.name()) < 1) {
                return false;
            }
            double load = region.router().regions().stream()
                    .mapToDouble(each -> each.callsPerSecond(RegionRouter.LOAD_OVER))
                    .sum();
            if (care.capacity() && load * 1.2 > other.capacity()) {
                return false;
            }
            try {
                for (int i = 0; i < care.probes(); i++) {
                    other.probe().ask(Duration.ofSeconds(1));
                }
                return true;
            } catch (Exception bad) {
                return false;
            }
        }
    }

    /** Moves also where no traffic goes any more. */
    private static final class Heedless extends Like {

        Heedless(Remediation real, Region<?> region) {
            super(real, region);
        }

        @Override
        public Readiness ready(RemediationContext context) {
            return Readiness.ready();
        }

        @Override
        public Undo apply(RemediationContext context) throws Exception {
            return real.apply(context);
        }
    }

    /** Moves as it should. */
    private static final class WithUndo extends Like {

        private final Undoing how;

        WithUndo(Remediation real, Region<?> region, Undoing how) {
            super(real, region);
            this.how = how;
        }

        @Override
        public Undo apply(RemediationContext context) throws Exception {
            real.apply(context);
            return new Back(region, how);
        }
    }

    private enum Undoing {
        WELL,
        NEVER,
        NEVER_LESS
    }

    private record Back(Region<?> region, Undoing how) implements GradualUndo {

        @Override
        public void admit(double share, RemediationContext context) {
            RegionRouter<?> router = region.router();
            boolean less = share < router.admitted(region.name());
            if (how != Undoing.NEVER && !(how == Undoing.NEVER_LESS && less)) {
                router.admit(region.name(), share);
            }
        }

        @Override
        public void undo(RemediationContext context) {
            admit(1, context);
        }
    }
}

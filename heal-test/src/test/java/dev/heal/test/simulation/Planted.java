package dev.heal.test.simulation;

import dev.heal.gate.BrokenGates;
import dev.heal.journal.Disk;
import dev.heal.loop.BrokenRules;
import dev.heal.loop.HealLoop;
import dev.heal.loop.Surroundings;
import dev.heal.loop.TargetPlan;
import dev.heal.loop.Workers;
import dev.heal.policy.Step;
import dev.heal.remediation.Remediation;
import dev.heal.remediation.RemediationContext;
import dev.heal.remediation.Risk;
import dev.heal.remediation.Undo;
import dev.heal.resource.Readiness;
import dev.heal.test.simulation.rule.Rule;
import dev.heal.test.simulation.rule.Rules;
import dev.heal.time.Clock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * A mistake, as a broken part in the place of a real one.
 *
 * @param part what was put in the place of what
 * @param rule the class of the rule that must notice it; rules share their numbers
 * @param known a seed in which it has been noticed: told first
 * @param ofRegions whether it can only show where there are regions behind a router
 */
record Planted(String mistake, String part, String rule, long known, Parts parts, boolean ofRegions) {

    Planted {
        if (Rules.ALL.stream().noneMatch(each -> isNamed(each, rule))) {
            throw new IllegalArgumentException("no rule " + rule + " can notice that " + mistake);
        }
    }

    Planted(String mistake, String part, String rule, long known, Parts parts) {
        this(mistake, part, rule, known, parts, false);
    }

    boolean isAbout(Rule one) {
        return isNamed(one, rule);
    }

    private static boolean isNamed(Rule one, String name) {
        return one.getClass().getSimpleName().equals(name);
    }

    int number() {
        return Rules.ALL.stream()
                .filter(this::isAbout)
                .findFirst()
                .orElseThrow()
                .number();
    }

    static List<Planted> all() {
        List<Planted> all = new ArrayList<>();
        gate(all, "budget", "BoundedRate", 5);
        gate(all, "cooldown", "BoundedRate", 25);
        gate(all, "minimum-healthy", "MinimumHealthy", 120);
        gate(all, "last-healthy", "LastHealthy", 9);
        gate(all, "sustained", "LastHealthy", 9);
        gate(all, "unknown-signals", "StopOnUnknown", 381);
        gate(all, "common-mode", "CommonModeBrake", 7);
        gate(all, "one-at-a-time", "VerifyThenGoOn", 43);
        gate(all, "given-up", "Finite", 33);
        gate(all, "attempts", "Finite", 4);
        gate(all, "selection", "SaneSelection", 437);
        gate(all, "shared-fate", "NoSharedFate", 33);
        gate(all, "depends-on", "NoSharedFate", 62);
        gate(all, "mode", "DryRun", 1);
        gate(all, "warm-up", "NotAllAtOnce", 8);
        gate(all, "jitter", "NotAllAtOnce", 0);
        rules(all, "unknown is taken for healthy", "StopOnUnknown", 1533, BrokenRules.takingUnknownForHealthy());
        rules(all, "the brake is forgotten", "CommonModeBrake", 7, BrokenRules.forgettingTheBrake());
        rules(all, "the first good look is proof", "VerifyThenGoOn", 0, BrokenRules.withoutHold());
        rules(all, "no human is ever told", "Finite", 6, BrokenRules.silent());
        rules(all, "interrupts are dropped", "Finite", 210, BrokenRules.withoutInterrupt());
        rules(all, "the intent is not recorded", "RecordBeforeAct", 0, BrokenRules.withoutRecord());
        rules(all, "an abort is not heard", "HumanWins", 73, BrokenRules.deafToAborts());
        rules(all, "every look counts twice", "Hysteresis", 0, BrokenRules.countingLooksTwice());
        rules(all, "undos are dropped", "ReversibleOrApproved", 9, BrokenRules.withoutUndo());
        rules(all, "the time to live is forgotten", "ReversibleOrApproved", 9, BrokenRules.withoutExpiry());
        rules(all, "an approval is not used up", "ReversibleOrApproved", 26, BrokenRules.withApprovalsKept());
        rules(all, "a no is taken for a yes", "ReversibleOrApproved", 26, BrokenRules.takingNoForYes());
        rules(all, "nobody looks once a human was told", "Liveness", 1, BrokenRules.blindOnceEscalated());
        PlantedMoves.addTo(all);
        all.add(new Planted(
                "an undo runs twice",
                "the remediations",
                "ReversibleOrApproved",
                7,
                Parts.REAL.loop(steps(Planted::undoneTwice))));
        all.add(new Planted(
                "`when` is ignored", "the steps", "CauseNotSymptom", 4, Parts.REAL.loop(steps(Planted::forAll))));
        all.add(new Planted(
                "work runs twice", "the workers", "RecordBeforeAct", 0, Parts.REAL.workers(Planted::twice)));
        all.add(new Planted("the wall clock measures", "the clock", "Liveness", 8, Parts.REAL.clock(WallClock::new)));
        all.add(new Planted("force() is left out", "the disk", "RecordBeforeAct", 0, disk(true, false)));
        all.add(new Planted("sync() is left out", "the disk", "RecordBeforeAct", 0, disk(false, true)));
        return all;
    }

    private static void gate(List<Planted> all, String gate, String rule, long known) {
        all.add(new Planted(
                "the gate " + gate + " is left out",
                "the gates",
                rule,
                known,
                Parts.REAL.gates(BrokenGates.without(gate))));
    }

    private static void rules(
            List<Planted> all,
            String mistake,
            String rule,
            long known,
            BiFunction<Surroundings, List<TargetPlan>, HealLoop> broken) {
        all.add(new Planted(mistake, "the rules of a target", rule, known, Parts.REAL.loop(broken)));
    }

    // -- steps

    static BiFunction<Surroundings, List<TargetPlan>, HealLoop> steps(UnaryOperator<Step> mistake) {
        return (world, plans) -> new HealLoop(
                world,
                plans.stream()
                        .map(plan -> new TargetPlan(
                                plan.guard(),
                                plan.window(),
                                plan.policy()
                                        .withSteps(plan.policy().steps().stream()
                                                .map(mistake)
                                                .toList()),
                                plan.dependsOn(),
                                plan.scope(),
                                plan.region()))
                        .toList());
    }

    private static Step forAll(Step step) {
        return with(step, step.remediation(), Set.of());
    }

    private static Step undoneTwice(Step step) {
        return with(step, new UndoneTwice(step.remediation()), step.when());
    }

    private static Step with(Step step, Remediation remediation, Set<String> when) {
        return new Step(
                step.name(),
                remediation,
                when,
                step.sustained(),
                step.verification(),
                step.attempts(),
                step.timeLimit(),
                step.approval(),
                step.mode(),
                step.safeguards());
    }

    private record UndoneTwice(Remediation real) implements Remediation {

        @Override
        public String name() {
            return real.name();
        }

        @Override
        public Risk risk() {
            return real.risk();
        }

        @Override
        public Set<String> takesAway() {
            return real.takesAway();
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

        @Override
        public Readiness ready(RemediationContext context) throws Exception {
            return real.ready(context);
        }

        @Override
        public Undo apply(RemediationContext context) throws Exception {
            Undo undo = real.apply(context);
            return undo == Undo.NOTHING
                    ? undo
                    : again -> {
                        undo.undo(again);
                        undo.undo(again);
                    };
        }
    }

    // -- workers, clock, disk

    private static Workers twice(Workers real) {
        return new Workers(
                real.samplers(),
                work -> real.remediations().execute(() -> {
                    work.run();
                    work.run();
                }));
    }

    private record WallClock(Clock real) implements Clock {

        @Override
        public long nanos() {
            return real.now().toEpochMilli() * 1_000_000L;
        }

        @Override
        public Instant now() {
            return real.now();
        }
    }

    private static Parts disk(boolean withoutForce, boolean withoutSync) {
        return Parts.REAL.storage(seed -> new DiskStorage(disk -> new ForgetfulDisk(disk, withoutForce, withoutSync)));
    }

    private record ForgetfulDisk(Disk real, boolean withoutForce, boolean withoutSync) implements Disk {

        @Override
        public String name() {
            return real.name();
        }

        @Override
        public List<String> files() throws IOException {
            return real.files();
        }

        @Override
        public byte[] read(String file) throws IOException {
            return real.read(file);
        }

        @Override
        public Appender create(String file) throws IOException {
            return appender(real.create(file));
        }

        @Override
        public Appender overwrite(String file) throws IOException {
            return appender(real.overwrite(file));
        }

        @Override
        public void rename(String from, String to) throws IOException {
            real.rename(from, to);
        }

        @Override
        public void delete(String file) throws IOException {
            real.delete(file);
        }

        @Override
        public void sync() throws IOException {
            if (!withoutSync) {
                real.sync();
            }
        }

        @Override
        public void close() throws IOException {
            real.close();
        }

        private Appender appender(Appender appender) {
            return new Appender() {
                @Override
                public void write(ByteBuffer bytes) throws IOException {
                    appender.write(bytes);
                }

                @Override
                public void force() throws IOException {
                    if (!withoutForce) {
                        appender.force();
                    }
                }

                @Override
                public void close() throws IOException {
                    appender.close();
                }
            };
        }
    }
}

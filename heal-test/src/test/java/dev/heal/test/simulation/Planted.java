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
 * @param rule the number of the rule that must notice it
 * @param ofRegions whether it can only show where there are regions behind a router
 */
record Planted(String mistake, String part, int rule, Parts parts, boolean ofRegions) {

    Planted(String mistake, String part, int rule, Parts parts) {
        this(mistake, part, rule, parts, false);
    }

    static List<Planted> all() {
        List<Planted> all = new ArrayList<>();
        gate(all, "budget", 1);
        gate(all, "cooldown", 1);
        gate(all, "minimum-healthy", 2);
        gate(all, "last-healthy", 3);
        gate(all, "sustained", 3);
        gate(all, "unknown-signals", 4);
        gate(all, "common-mode", 5);
        gate(all, "one-at-a-time", 6);
        gate(all, "given-up", 7);
        gate(all, "attempts", 7);
        gate(all, "selection", 10);
        gate(all, "shared-fate", 12);
        gate(all, "depends-on", 12);
        gate(all, "mode", 17);
        gate(all, "warm-up", 22);
        gate(all, "jitter", 22);
        rules(all, "unknown is taken for healthy", 4, BrokenRules.takingUnknownForHealthy());
        rules(all, "the brake is forgotten", 5, BrokenRules.forgettingTheBrake());
        rules(all, "the first good look is proof", 6, BrokenRules.withoutHold());
        rules(all, "no human is ever told", 7, BrokenRules.silent());
        rules(all, "interrupts are dropped", 7, BrokenRules.withoutInterrupt());
        rules(all, "the intent is not recorded", 8, BrokenRules.withoutRecord());
        rules(all, "an abort is not heard", 11, BrokenRules.deafToAborts());
        rules(all, "every look counts twice", 13, BrokenRules.countingLooksTwice());
        rules(all, "undos are dropped", 15, BrokenRules.withoutUndo());
        rules(all, "the time to live is forgotten", 15, BrokenRules.withoutExpiry());
        rules(all, "an approval is not used up", 15, BrokenRules.withApprovalsKept());
        rules(all, "a no is taken for a yes", 15, BrokenRules.takingNoForYes());
        rules(all, "nobody looks once a human was told", 20, BrokenRules.blindOnceEscalated());
        PlantedMoves.addTo(all);
        all.add(new Planted(
                "an undo runs twice", "the remediations", 15, Parts.REAL.loop(steps(Planted::undoneTwice))));
        all.add(new Planted("`when` is ignored", "the steps", 21, Parts.REAL.loop(steps(Planted::forAll))));
        all.add(new Planted("work runs twice", "the workers", 8, Parts.REAL.workers(Planted::twice)));
        all.add(new Planted("the wall clock measures", "the clock", 20, Parts.REAL.clock(WallClock::new)));
        all.add(new Planted("force() is left out", "the disk", 8, disk(true, false)));
        all.add(new Planted("sync() is left out", "the disk", 8, disk(false, true)));
        return all;
    }

    private static void gate(List<Planted> all, String gate, int rule) {
        all.add(new Planted(
                "the gate " + gate + " is left out", "the gates", rule, Parts.REAL.gates(BrokenGates.without(gate))));
    }

    private static void rules(
            List<Planted> all, String mistake, int rule, BiFunction<Surroundings, List<TargetPlan>, HealLoop> broken) {
        all.add(new Planted(mistake, "the rules of a target", rule, Parts.REAL.loop(broken)));
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

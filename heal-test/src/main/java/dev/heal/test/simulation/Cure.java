package dev.heal.test.simulation;

import dev.heal.remediation.Remediation;
import dev.heal.remediation.RemediationContext;
import dev.heal.remediation.Risk;
import dev.heal.remediation.Undo;
import dev.heal.resource.Readiness;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A simulated remediation: it takes virtual time, changes the world, and misbehaves when the story says so. */
public final class Cure implements Remediation {

    /** What it does. */
    public enum Kind {
        /** The target does not answer while it is restarted. */
        RESTART(Risk.RESTORATIVE, Set.of("down", "slow")),
        /** Others answer instead. */
        MOVE(Risk.REVERSIBLE, Set.of("down")),
        /** Others do not answer meanwhile. */
        ROLL(Risk.RESTORATIVE, Set.of("down", "slow")),
        /** Some calls are turned away. */
        SHED(Risk.SAFE, Set.of("busy")),
        /** A router sends its calls to other regions. */
        FAILOVER(Risk.REVERSIBLE, Set.of("region-probe")),
        /** Everything is thrown away. */
        RESET(Risk.DISRUPTIVE, Set.of("down", "slow"));

        private final Risk risk;
        private final Set<String> when;

        Kind(Risk risk, Set<String> when) {
            this.risk = risk;
            this.when = when;
        }

        public Risk risk() {
            return risk;
        }

        Set<String> when() {
            return when;
        }
    }

    private final Story story;
    private final String target;
    private final StepPlan plan;

    Cure(Story story, String target, StepPlan plan) {
        this.story = story;
        this.target = target;
        this.plan = plan;
    }

    @Override
    public String name() {
        return plan.name();
    }

    @Override
    public Risk risk() {
        return plan.cure().risk();
    }

    @Override
    public @Nullable Set<String> takesAway() {
        return plan.takesAway();
    }

    @Override
    public boolean idempotent() {
        return plan.idempotent();
    }

    @Override
    public boolean endsWithProcess() {
        return plan.endsWithProcess();
    }

    @Override
    public String plan() {
        return plan.name() + " " + target;
    }

    @Override
    public Readiness ready(RemediationContext context) {
        story.see(new Seen.Asked(story.now(), target, plan.name()));
        return Readiness.ready();
    }

    @Override
    public Undo apply(RemediationContext context) throws Exception {
        int number = story.acts(target, plan.name(), context.incident());
        Fault fault = story.remediationFault(target);
        String how = "failed";
        boolean undoable = false;
        try {
            if (fault == Fault.REMEDIATION_FAILS) {
                story.pause(story.dice().millis(50, 1500));
                throw new IllegalStateException("could not " + plan());
            }
            if (fault == Fault.REMEDIATION_LIES) {
                how = "done";
                undoable = hasInverse();
                return undoable ? undo(number) : Undo.NOTHING;
            }
            begin(1);
            try {
                work(fault);
            } finally {
                if (!story.isOver()) {
                    begin(-1);
                }
            }
            if (fault == Fault.REMEDIATION_HALF) {
                story.world().works(target, 1);
                story.later(Duration.ofSeconds(2), () -> story.world().works(target, -1));
            } else {
                takesEffect();
            }
            how = "done";
            undoable = hasInverse();
            return undoable ? undo(number) : Undo.NOTHING;
        } catch (InterruptedException stop) {
            how = "interrupted";
            throw stop;
        } finally {
            if (!story.isOver()) {
                story.see(new Seen.Acted(story.now(), number, target, plan.name(), how, undoable));
                story.point(Story.Point.ACTED);
            }
        }
    }

    private boolean hasInverse() {
        return plan.cure() == Kind.MOVE || plan.cure() == Kind.SHED;
    }

    private void begin(int more) {
        Set<String> takes = plan.takesAway();
        switch (plan.cure()) {
            case RESTART, RESET -> story.world().works(target, more);
            case ROLL -> {
                if (takes != null) {
                    takes.forEach(other -> story.world().takenDown(other, more));
                }
            }
            case MOVE, SHED, FAILOVER -> {}
        }
    }

    private void work(@Nullable Fault fault) throws InterruptedException {
        if (fault == Fault.REMEDIATION_HANGS) {
            story.pause(Carriers.FOREVER);
        } else if (fault == Fault.REMEDIATION_IGNORES_INTERRUPT) {
            story.pauseThroughInterrupts(story.dice().seconds(12, 40));
        } else {
            story.pause(story.dice().millis(100, plan.cure() == Kind.RESET ? 3000 : 1500));
        }
    }

    private void takesEffect() {
        World world = story.world();
        switch (plan.cure()) {
            case RESTART, ROLL, RESET -> world.repaired(target);
            case MOVE -> world.away(target, true);
            case SHED -> world.sheds(target, true);
            case FAILOVER -> throw new IllegalStateException("a router does that");
        }
    }

    private Undo undo(int number) {
        return context -> {
            story.see(new Seen.Undoes(story.now(), number, target, plan.name()));
            boolean well = false;
            try {
                story.point(Story.Point.UNDOES);
                if (story.isOn(Fault.UNDO_HANGS, target)) {
                    story.pause(Carriers.FOREVER);
                }
                story.pause(story.dice().millis(20, 500));
                if (story.isOn(Fault.UNDO_FAILS, target)) {
                    throw new IllegalStateException("could not undo");
                }
                takeBack();
                well = true;
            } finally {
                if (!story.isOver()) {
                    story.see(new Seen.Undone(story.now(), number, target, plan.name(), well));
                }
            }
        };
    }

    /** What was done is no more. */
    void takeBack() {
        if (plan.cure() == Kind.MOVE) {
            story.world().away(target, false);
        } else if (plan.cure() == Kind.SHED) {
            story.world().sheds(target, false);
        }
    }
}

package dev.heal.test.simulation;

import dev.heal.remediation.Failback;
import dev.heal.remediation.GradualUndo;
import dev.heal.remediation.RemediationContext;
import dev.heal.remediation.Undo;
import dev.heal.resource.Readiness;
import dev.heal.test.simulation.Seen.Shift;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The real remediation that moves a region's traffic. What it does is seen, and it misbehaves when the story says so. */
final class RegionCure extends DelegatingRemediation {

    private final Story story;
    private final Network network;
    private final String target;
    private final String region;
    private final StepPlan plan;
    private boolean lied;

    RegionCure(Story story, Network network, String target, StepPlan plan, Failback failback) {
        super(story.parts().failover().apply(network.region(target), failback));
        this.story = story;
        this.network = network;
        this.target = target;
        this.region = network.region(target).name();
        this.plan = plan;
    }

    @Override
    public Set<String> showsAt() {
        return lied ? Set.of() : real.showsAt();
    }

    @Override
    public Readiness ready(RemediationContext context) throws Exception {
        story.see(new Seen.Asked(story.now(), target, plan.name()));
        return network.moving(() -> real.ready(context));
    }

    @Override
    public Undo apply(RemediationContext context) throws Exception {
        return act(context, () -> real.apply(context));
    }

    /** After a restart; it may find that nothing has to be left any more. */
    @Override
    public Undo restore(RemediationContext context) throws Exception {
        return act(context, () -> real.restore(context));
    }

    private Undo act(RemediationContext context, Callable<Undo> move) throws Exception {
        int number = story.acts(target, plan.name(), context.incident());
        String how = "failed";
        try {
            Undo undo = act(number, move, story.remediationFault(target));
            how = "done";
            return undo;
        } catch (InterruptedException stop) {
            how = "interrupted";
            throw stop;
        } finally {
            if (!story.isOver()) {
                story.see(new Seen.Acted(story.now(), number, target, plan.name(), how, how.equals("done")));
                story.point(Story.Point.ACTED);
            }
        }
    }

    private Undo act(int number, Callable<Undo> move, @Nullable Fault fault) throws Exception {
        lied = fault == Fault.REMEDIATION_LIES;
        if (fault == Fault.REMEDIATION_FAILS) {
            story.pause(story.dice().millis(50, 1500));
            throw new IllegalStateException("could not " + plan.name());
        } else if (fault == Fault.REMEDIATION_LIES) {
            return new Seeing(number, null);
        } else if (fault == Fault.REMEDIATION_HANGS) {
            story.pause(Carriers.FOREVER);
        } else if (fault == Fault.REMEDIATION_IGNORES_INTERRUPT) {
            story.pauseThroughInterrupts(story.dice().seconds(12, 40));
        } else {
            story.pause(story.dice().millis(20, 300));
        }
        Map<String, Double> before = network.shares();
        Undo undo = network.moving(move);
        network.shifted(number, Shift.MOVE, region, before);
        return new Seeing(number, undo);
    }

    /** @param real null if nothing was done */
    private final class Seeing implements GradualUndo {

        private final int number;
        private final @Nullable Undo real;

        Seeing(int number, @Nullable Undo real) {
            this.number = number;
            this.real = real;
        }

        @Override
        public void admit(double share, RemediationContext context) throws Exception {
            trouble();
            if (real instanceof GradualUndo gradual) {
                Map<String, Double> before = network.shares();
                gradual.admit(share, context);
                network.shifted(number, Shift.ADMIT, region, before);
            }
        }

        @Override
        public void undo(RemediationContext context) throws Exception {
            story.see(new Seen.Undoes(story.now(), number, target, plan.name()));
            boolean well = false;
            try {
                story.point(Story.Point.UNDOES);
                trouble();
                if (real != null) {
                    Map<String, Double> before = network.shares();
                    real.undo(context);
                    network.shifted(number, Shift.BACK, region, before);
                }
                well = true;
            } finally {
                if (!story.isOver()) {
                    story.see(new Seen.Undone(story.now(), number, target, plan.name(), well));
                }
            }
        }

        private void trouble() throws Exception {
            if (story.isOn(Fault.UNDO_HANGS, target)) {
                story.pause(Carriers.FOREVER);
            }
            story.pause(story.dice().millis(1, 50));
            if (story.isOn(Fault.UNDO_FAILS, target)) {
                throw new IllegalStateException("could not undo");
            }
        }
    }
}

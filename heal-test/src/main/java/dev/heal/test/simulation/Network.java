package dev.heal.test.simulation;

import dev.heal.detect.Detector;
import dev.heal.detect.FailureRate;
import dev.heal.detect.Probe;
import dev.heal.detect.ProbeFails;
import dev.heal.guard.CallRejectedException;
import dev.heal.region.Region;
import dev.heal.region.RegionRouter;
import dev.heal.test.simulation.Seen.Shift;
import dev.heal.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

/** The real router of one process, the calls that pass through it, and the probes that ask the world. */
final class Network {

    private static final int MINIMUM_CALLS = 5;
    private static final double ABOVE = 0.4;

    /** A call that has gone wrong; made once, since there are thousands. */
    @SuppressWarnings("serial")
    private static final class NoAnswer extends RuntimeException {
        static final NoAnswer OF_THE_REGION = new NoAnswer();

        NoAnswer() {
            super("no answer", null, false, false);
        }
    }

    private final Story story;
    private final RegionPlan plan;
    private final Dice dice;
    private final RegionRouter<String> router;

    /** How much of the calls to each region goes wrong within the present tick. */
    private final Map<String, Double> losses = new HashMap<>();

    /** The threads that look for a place to go to. By thread, since looks go on while one of them waits for an answer. */
    private final Set<Thread> movers = new HashSet<>();

    Network(Story story, Clock clock, RegionPlan plan) {
        this.story = story;
        this.plan = plan;
        this.dice = new Dice(story.scenario().seed() + story.now(), "network");
        RegionRouter.Builder<String> builder = RegionRouter.<String>named(plan.router())
                .clock(clock)
                .random(() -> dice.between(0.0, 1.0))
                .probe(Question::new)
                .probing(
                        plan.probing().failures(),
                        plan.probing().every(),
                        plan.probing().within());
        plan.places().forEach(place -> builder.region(place.name(), place.name(), place.weight(), place.capacity()));
        this.router = builder.build();
        if (!plan.breaks()) {
            router.regions().forEach(region -> region.guard().breaker().onlyMeasure());
        }
    }

    RegionRouter<String> router() {
        return router;
    }

    Region<String> region(String target) {
        return router.regions().stream()
                .filter(region -> region.target().equals(target))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no region is the target " + target));
    }

    Map<String, Double> shares() {
        return router.shares();
    }

    Detector detector(String target, String name) {
        Region<String> region = region(target);
        Detector real = name.equals("errors")
                ? new FailureRate(ABOVE, null, plan.errorsOver(), MINIMUM_CALLS)
                : new ProbeFails(region.probe(), router.probing());
        return new Overheard(story, target, name, real);
    }

    /** What the application does within one tick. */
    void calls() {
        Map<String, Double> shares = shares();
        shares.forEach((region, share) -> losses.put(region, story.loss(region, share)));
        for (int i = 0; i < plan.calls(); i++) {
            boolean well = false;
            try {
                router.call(this::answer);
                well = true;
            } catch (NoAnswer | CallRejectedException lost) {
                // Counted below.
            }
            story.called(well);
        }
    }

    private String answer(String region) {
        if (dice.chance(losses.getOrDefault(region, 0.0))) {
            throw NoAnswer.OF_THE_REGION;
        }
        return "the answer of " + region;
    }

    /** What is asked meanwhile by the same thread is asked for the sake of a move. */
    <T> T moving(Callable<T> work) throws Exception {
        movers.add(Thread.currentThread());
        try {
            return work.call();
        } finally {
            movers.remove(Thread.currentThread());
        }
    }

    /** Where the traffic goes is seen. */
    void shifted(int number, Shift shift, String region, Map<String, Double> before) {
        double admitted = region.isEmpty() ? 1 : router.admitted(region);
        story.see(
                new Seen.Shifted(story.now(), number, shift, region, before, router.shares(), admitted, story.load()));
    }

    /** The process has begun. */
    void began() {
        shifted(0, Shift.BEGIN, "", plan.home());
    }

    /** What a region is asked; it answers with the truth, unless the story says otherwise. */
    private final class Question implements Probe {

        private final String target;

        Question(String region) {
            this.target = plan.target(region);
        }

        @Override
        public String name() {
            return "region";
        }

        @Override
        public void ask(Duration limit) throws Exception {
            boolean good = story.world().isUp(target) != story.isOn(Fault.PROBE_LIES, target);
            if (story.isOn(Fault.PROBE_HANGS, target)) {
                good = false;
                if (Carriers.isCarried()) {
                    story.pause(limit);
                }
            }
            story.see(new Seen.Probed(story.now(), target, good, movers.contains(Thread.currentThread())));
            if (!good) {
                throw new IllegalStateException("no answer");
            }
        }
    }
}

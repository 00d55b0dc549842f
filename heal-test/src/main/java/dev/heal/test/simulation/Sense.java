package dev.heal.test.simulation;

import dev.heal.check.Check;
import dev.heal.detect.Detector;
import dev.heal.detect.Evidence;
import dev.heal.detect.Verdict;
import dev.heal.signal.Gauge;
import dev.heal.signal.Snapshot;
import java.util.List;
import java.util.OptionalDouble;

/** A simulated detector: it reads the truth of the world by a gauge, unless the story says otherwise. */
final class Sense implements Detector {

    private final Story story;
    private final String target;
    private final String name;
    private final List<Gauge> gauges;

    Sense(Story story, String target, String name) {
        this.story = story;
        this.target = target;
        this.name = name;
        this.gauges = List.of(new Gauge(name, this::read));
    }

    private double read() {
        if (story.detectorFault(Fault.DETECTOR_NAN, target, name)) {
            return story.dice().chance(0.5) ? Double.NaN : Double.POSITIVE_INFINITY;
        }
        boolean sick = switch (name) {
            case "down" -> !story.world().isServed(target);
            case "slow" -> story.world().isSlow(target);
            default -> story.world().isBusy(target);
        };
        return sick ? 1 : 0;
    }

    @Override
    public List<Gauge> gauges() {
        return gauges;
    }

    @Override
    public Verdict judge(Snapshot snapshot) throws Exception {
        if (story.detectorFault(Fault.DETECTOR_HANGS, target, name) && Carriers.isCarried()) {
            story.hang(Fault.DETECTOR_HANGS, target);
        }
        if (story.detectorFault(Fault.DETECTOR_THROWS, target, name)) {
            see('?');
            if (story.dice().chance(0.5)) {
                throw new IllegalStateException("the detector is broken");
            }
            throw new StackOverflowError();
        }
        OptionalDouble level = snapshot.gauge(name);
        if (level.isEmpty() || story.detectorFault(Fault.DETECTOR_UNKNOWN, target, name)) {
            see('?');
            return Verdict.inconclusive("no signal");
        }
        see(level.getAsDouble() > 0.5 ? 'U' : 'H');
        return level.getAsDouble() > 0.5 ? Verdict.unhealthy(Evidence.of(target + " is " + name)) : Verdict.healthy();
    }

    private void see(char verdict) {
        story.see(new Seen.Look(story.now(), target, name, verdict));
    }

    @Override
    public void check(Check check) {}
}

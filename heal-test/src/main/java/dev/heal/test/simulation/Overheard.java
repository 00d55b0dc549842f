package dev.heal.test.simulation;

import dev.heal.check.Check;
import dev.heal.detect.Detector;
import dev.heal.detect.Verdict;
import dev.heal.signal.Gauge;
import dev.heal.signal.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A real detector, and what it says is seen. */
record Overheard(Story story, String target, String name, Detector real) implements Detector {

    @Override
    public Verdict judge(Snapshot snapshot) throws Exception {
        if (story.detectorFault(Fault.DETECTOR_HANGS, target, name) && Carriers.isCarried()) {
            story.hang(Fault.DETECTOR_HANGS, target);
        }
        if (story.detectorFault(Fault.DETECTOR_THROWS, target, name)) {
            see('?');
            throw new IllegalStateException("the detector is broken");
        }
        if (story.detectorFault(Fault.DETECTOR_UNKNOWN, target, name)
                || story.detectorFault(Fault.DETECTOR_NAN, target, name)) {
            see('?');
            return Verdict.inconclusive("no signal");
        }
        Verdict verdict = real.judge(snapshot);
        see(sign(verdict));
        return verdict;
    }

    private static char sign(Verdict verdict) {
        if (verdict instanceof Verdict.Inconclusive unknown) {
            return unknown.silent() ? '-' : '?';
        }
        return verdict instanceof Verdict.Unhealthy ? 'U' : 'H';
    }

    private void see(char verdict) {
        if (!story.isOver()) {
            story.see(new Seen.Look(story.now(), target, name, verdict));
        }
    }

    @Override
    public Duration over() {
        return real.over();
    }

    @Override
    public Duration timeLimit() {
        return real.timeLimit();
    }

    @Override
    public List<Gauge> gauges() {
        return real.gauges();
    }

    @Override
    public Optional<Duration> sickIfUnansweredFor() {
        return real.sickIfUnansweredFor();
    }

    @Override
    public boolean asks() {
        return real.asks();
    }

    @Override
    public void check(Check check) {
        real.check(check);
    }
}

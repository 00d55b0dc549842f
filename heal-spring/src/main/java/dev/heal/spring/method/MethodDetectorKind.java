package dev.heal.spring.method;

import dev.heal.check.Checked;
import dev.heal.detect.Detector;
import dev.heal.detect.DetectorKind;
import dev.heal.detect.Verdict;
import dev.heal.resource.Resources;
import dev.heal.signal.Snapshot;
import java.time.Duration;

/** A word made of a method that judges. */
record MethodDetectorKind<P extends Record & Checked>(Word word, P defaults, Duration timeLimit, Answers<P> answers)
        implements DetectorKind<P> {

    @Override
    public String name() {
        return word.name();
    }

    @Override
    public Detector create(P settings, Resources resources) {
        Call call = word.bind();
        return new Detector() {
            @Override
            public Verdict judge(Snapshot snapshot) throws Exception {
                Object answer = call.invoke();
                return answer == null
                        ? Verdict.inconclusive(word.name() + " gives no answer")
                        : answers.judge(word, settings, answer);
            }

            @Override
            public Duration timeLimit() {
                return timeLimit;
            }
        };
    }
}

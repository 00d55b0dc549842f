package dev.heal.spring.binding;

import dev.heal.detect.DetectorKind;
import dev.heal.text.Durations;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A detector that looks back over less than the time between two looks would miss what happens between them. */
final class Spans {

    private final Duration tick;

    Spans(Duration tick) {
        this.tick = tick;
    }

    void check(Map<String, Chosen<DetectorKind<?>>> detectors, Findings findings) {
        for (Chosen<DetectorKind<?>> chosen : detectors.values()) {
            Duration over = over(chosen.settings());
            if (over != null && over.compareTo(tick) < 0) {
                findings.check(
                        chosen.node(),
                        check -> check.problem(
                                "over",
                                Durations.written(over),
                                "is shorter than the time between two looks (heal.tick, " + Durations.written(tick)
                                        + "), so calls in between would never be seen",
                                "write " + Durations.written(tick) + " or more"));
            }
        }
    }

    /** What the settings of any kind call so: the span looked back over. */
    private static @Nullable Duration over(Record settings) {
        for (RecordComponent component : settings.getClass().getRecordComponents()) {
            if (component.getName().equals("over") && component.getType() == Duration.class) {
                return (Duration) RecordBinder.read(component, settings);
            }
        }
        return null;
    }
}

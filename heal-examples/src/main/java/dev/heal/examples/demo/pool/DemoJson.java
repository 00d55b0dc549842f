package dev.heal.examples.demo.pool;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code target/demo.json}: the figures for machines. */
final class DemoJson {

    private DemoJson() {}

    static String of(List<Played> plays) {
        return plays.stream().map(DemoJson::play).collect(Collectors.joining(",\n  ", "{\n  ", "\n}\n"));
    }

    private static String play(Played played) {
        Measured measured = played.measured();
        String fields = "\"requests\": " + measured.requests() + ", \"lost\": " + measured.lost() + ", \"healed\": "
                + measured.healed() + ", \"timeToHealMillis\": " + millis(measured.timeToHeal());
        if (played.play() == Play.WITH) {
            fields += ", \"timeToDetectMillis\": " + millis(played.timeToDetect());
        }
        return "\"" + played.play().jsonName() + "\": {" + fields + "}";
    }

    private static String millis(@Nullable Duration duration) {
        return duration == null ? "null" : Long.toString(duration.toMillis());
    }
}

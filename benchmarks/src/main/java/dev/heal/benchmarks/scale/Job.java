package dev.heal.benchmarks.scale;

import java.util.List;

/**
 * One measurement.
 *
 * @param traffic whether each target is called once a second
 * @param meters whether the targets' meters are exported
 * @param warmUpSeconds what does not count; a minute fills what heal keeps of the last minute
 * @param seconds what counts
 */
public record Job(int targets, boolean traffic, boolean meters, int warmUpSeconds, int seconds) {

    public Job {
        if (targets < 1 || warmUpSeconds < 1 || seconds < 3) {
            throw new IllegalArgumentException("at least 1 target, 1 s of warm-up and 3 s that count, not " + targets
                    + ", " + warmUpSeconds + " s and " + seconds + " s");
        }
    }

    /** What {@link #parse} reads. */
    public List<String> arguments() {
        return List.of(
                String.valueOf(targets),
                String.valueOf(traffic),
                String.valueOf(meters),
                String.valueOf(warmUpSeconds),
                String.valueOf(seconds));
    }

    static Job parse(String... arguments) {
        if (arguments.length != 5) {
            throw new IllegalArgumentException(
                    "needs targets, traffic, meters, warm-up and seconds, not \"" + String.join(" ", arguments) + "\"");
        }
        return new Job(
                Integer.parseInt(arguments[0]),
                Boolean.parseBoolean(arguments[1]),
                Boolean.parseBoolean(arguments[2]),
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4]));
    }
}

package dev.heal.benchmarks;

import dev.heal.benchmarks.overhead.Entrant;
import dev.heal.benchmarks.overhead.OverheadBenchmark;
import dev.heal.benchmarks.overhead.Path;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One contestant on one path at one number of threads.
 *
 * @param micros how long the body works; 0 but on {@link Path#WORK}
 * @param again whether this is the second of two that are the same: what tells them apart is noise
 */
record Place(Path path, int micros, Entrant entrant, int threads, boolean again) {

    /** The heading of its table. */
    String group() {
        return micros == 0 ? path.title() : path.title() + " for " + micros + " us";
    }

    String label() {
        return again ? entrant.label() + " again (A/A)" : entrant.label();
    }

    /** Whether {@code include} is found in its path and label, as {@code success: heal, exact}. */
    boolean matches(Pattern include) {
        return include.matcher(path.method() + ": " + label()).find();
    }

    /** What it is compared with. */
    Place reference() {
        return new Place(path, micros, Entrant.REFERENCE, threads, false);
    }

    Rounds.Fork fork() {
        String method = OverheadBenchmark.class.getName() + "." + path.method();
        return new Rounds.Fork(
                method,
                threads,
                micros == 0
                        ? Map.of("entrant", entrant.name())
                        : Map.of("entrant", entrant.name(), "micros", Integer.toString(micros)),
                again ? "again" : "");
    }
}

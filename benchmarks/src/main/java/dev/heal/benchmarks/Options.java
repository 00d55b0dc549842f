package dev.heal.benchmarks;

import dev.heal.text.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What was asked for on the command line.
 *
 * @param quick measure less, within 3 min
 * @param check answer with a status other than 0 when a goal is missed
 */
record Options(String name, boolean quick, boolean check) {

    private static final List<String> KNOWN = List.of("--quick", "--check", "--help");

    /** @throws UsageException naming the argument that makes no sense, and what to write instead */
    static Options parse(List<String> arguments, Collection<String> benchmarks) {
        List<String> names = new ArrayList<>();
        for (String argument : arguments) {
            if (!argument.startsWith("-")) {
                names.add(argument);
            } else if (!KNOWN.contains(argument)) {
                throw new UsageException("there is no option " + argument + "; " + Nearest.hint(argument, KNOWN));
            }
        }
        if (names.isEmpty()) {
            throw new UsageException(
                    "name the benchmark to run; known: " + String.join(", ", benchmarks) + "; --help says more");
        }
        if (names.size() > 1) {
            throw new UsageException("one benchmark at a time, not " + String.join(" and ", names));
        }
        String name = names.get(0);
        if (!benchmarks.contains(name)) {
            throw new UsageException("there is no benchmark " + name + "; " + Nearest.hint(name, benchmarks));
        }
        return new Options(name, arguments.contains("--quick"), arguments.contains("--check"));
    }

    /** The command line makes no sense. */
    static final class UsageException extends RuntimeException {
        UsageException(String message) {
            super(message);
        }
    }
}

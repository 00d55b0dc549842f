package dev.heal.benchmarks;

import dev.heal.text.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for on the command line.
 *
 * @param quick measure less, within 3 min
 * @param check answer with a status other than 0 when a goal is missed
 * @param real of what is simulated otherwise, the real one
 * @param forks JVMs for each contestant; left out: as many as the effort says
 * @param gc the collector of the forks; left out: the JVM's choice
 * @param jvmArgs further flags of the forks
 * @param profilers JMH's, by their names there
 * @param threads how many threads call at once, in turn; empty: the benchmark's own choice
 * @param seeds how many runs of a simulation; left out: the benchmark's own choice
 * @param seedBase the first seed of a simulation
 * @param cell which cells of a simulation, by a regular expression that is found in their names; left out: all
 * @param include which contestants, by a regular expression that is found in their names; left out: all
 * @param given the options that were written, by their names
 */
record Options(
        String name,
        boolean quick,
        boolean check,
        boolean real,
        @Nullable Integer forks,
        @Nullable Gc gc,
        List<String> jvmArgs,
        List<String> profilers,
        List<Integer> threads,
        @Nullable Integer seeds,
        long seedBase,
        @Nullable Pattern cell,
        @Nullable Pattern include,
        Set<String> given) {

    /** What every benchmark that JMH runs takes. */
    static final Set<String> OF_JMH =
            Set.of("--quick", "--check", "--forks", "--gc", "--jvm-args", "--profiler", "--threads", "--include");

    /** A collector by the name that its users say. */
    enum Gc {
        G1("-XX:+UseG1GC"),
        PARALLEL("-XX:+UseParallelGC"),
        SERIAL("-XX:+UseSerialGC"),
        ZGC("-XX:+UseZGC");

        final String flag;

        Gc(String flag) {
            this.flag = flag;
        }

        @Override
        public String toString() {
            return this == PARALLEL ? "Parallel" : this == SERIAL ? "Serial" : name();
        }
    }

    private static final int MOST_FORKS = 1_000;
    private static final int MOST_THREADS = 1_024;
    private static final int MOST_SEEDS = 10_000;

    private static final List<String> SWITCHES = List.of("--quick", "--check", "--real", "--help");
    private static final List<String> VALUED = List.of(
            "--forks",
            "--gc",
            "--jvm-args",
            "--profiler",
            "--threads",
            "--include",
            "--seeds",
            "--seed-base",
            "--cell");

    static final List<String> KNOWN =
            java.util.stream.Stream.concat(SWITCHES.stream(), VALUED.stream()).toList();

    Options {
        jvmArgs = List.copyOf(jvmArgs);
        profilers = List.copyOf(profilers);
        threads = List.copyOf(threads);
        given = Set.copyOf(given);
    }

    /** Nothing but a name. */
    static Options of(String name) {
        return new Options(
                name, false, false, false, null, null, List.of(), List.of(), List.of(), null, 1, null, null, Set.of());
    }

    /**
     * To be asked before anything is run: an option that changes nothing is a mistake.
     *
     * @throws UsageException naming an option that was written and is not among those taken
     */
    void requireOnly(Set<String> taken) {
        for (String option : new TreeSet<>(given)) {
            if (!taken.contains(option)) {
                throw new UsageException(name + (real ? " --real" : "") + " takes no " + option + "; it takes "
                        + String.join(", ", new TreeSet<>(taken)));
            }
        }
    }

    /** How much to measure. */
    Effort effort() {
        Effort effort = quick ? Effort.QUICK : Effort.FULL;
        return forks == null ? effort : effort.withForks(forks);
    }

    /** All flags for the forks that were asked for. */
    List<String> jvmFlags() {
        List<String> flags = new ArrayList<>();
        if (gc != null) {
            flags.add(gc.flag);
        }
        flags.addAll(jvmArgs);
        return flags;
    }

    /** @throws UsageException naming the argument that makes no sense, and what to write instead */
    static Options parse(List<String> arguments, Collection<String> benchmarks) {
        List<String> names = new ArrayList<>();
        boolean quick = false;
        boolean check = false;
        boolean real = false;
        Integer forks = null;
        Gc gc = null;
        List<String> jvmArgs = new ArrayList<>();
        List<String> profilers = new ArrayList<>();
        List<Integer> threads = new ArrayList<>();
        Integer seeds = null;
        long seedBase = 1;
        Pattern cell = null;
        Pattern include = null;
        Set<String> given = new TreeSet<>();
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String argument = rest.next();
            if (!argument.startsWith("-")) {
                names.add(argument);
                continue;
            }
            int equals = argument.indexOf('=');
            String option = equals < 0 ? argument : argument.substring(0, equals);
            if (!KNOWN.contains(option)) {
                throw new UsageException("there is no option " + option + "; " + Nearest.hint(option, KNOWN));
            }
            given.add(option);
            if (SWITCHES.contains(option)) {
                if (equals >= 0) {
                    throw new UsageException(option + " takes no value; write " + option + " alone");
                }
                quick |= option.equals("--quick");
                check |= option.equals("--check");
                real |= option.equals("--real");
                continue;
            }
            String value = equals < 0 ? next(option, rest) : argument.substring(equals + 1);
            switch (option) {
                case "--forks" -> forks = number(option, value, MOST_FORKS);
                case "--gc" -> gc = gc(value);
                case "--jvm-args" -> jvmArgs.addAll(words(value));
                case "--profiler" -> profilers.add(value);
                case "--threads" -> threads.addAll(threads(value));
                case "--seeds" -> seeds = number(option, value, MOST_SEEDS);
                case "--seed-base" -> seedBase = number(option, value, Integer.MAX_VALUE);
                case "--cell" -> cell = pattern(option, value);
                default -> include = pattern(option, value);
            }
        }
        return new Options(
                name(names, benchmarks),
                quick,
                check,
                real,
                forks,
                gc,
                jvmArgs,
                profilers,
                threads,
                seeds,
                seedBase,
                cell,
                include,
                given);
    }

    private static String name(List<String> names, Collection<String> benchmarks) {
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
        return name;
    }

    /** What follows an option; only flags for the JVM begin with a dash themselves. */
    private static String next(String option, Iterator<String> rest) {
        String value = rest.hasNext() ? rest.next() : "";
        if (value.isBlank() || (KNOWN.contains(value))) {
            throw new UsageException(option + " needs a value; --help says which");
        }
        return value;
    }

    private static int number(String option, String value, int most) {
        try {
            int number = Integer.parseInt(value);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException none) {
            // Said below.
        }
        throw new UsageException(option + " " + value + ": write a whole number from 1 to " + most);
    }

    private static Gc gc(String value) {
        List<String> known =
                java.util.Arrays.stream(Gc.values()).map(Gc::toString).toList();
        for (Gc gc : Gc.values()) {
            if (gc.toString().equalsIgnoreCase(value)) {
                return gc;
            }
        }
        throw new UsageException("--gc " + value + ": there is no such collector; " + Nearest.hint(value, known));
    }

    private static Set<Integer> threads(String value) {
        Set<Integer> threads = new TreeSet<>();
        for (String each : value.split(",", -1)) {
            threads.add(number("--threads", each.strip(), MOST_THREADS));
        }
        return threads;
    }

    private static List<String> words(String value) {
        return List.of(value.strip().split("\\s+"));
    }

    private static Pattern pattern(String option, String value) {
        try {
            return Pattern.compile(value, Pattern.CASE_INSENSITIVE);
        } catch (PatternSyntaxException wrong) {
            throw new UsageException(option + " " + value + ": not a regular expression: " + wrong.getDescription());
        }
    }

    /** The command line makes no sense. */
    static final class UsageException extends RuntimeException {
        UsageException(String message) {
            super(message);
        }
    }
}

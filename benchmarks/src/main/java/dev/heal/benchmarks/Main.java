package dev.heal.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;

/** The command {@code benchmarks/run}: runs one benchmark, prints its table, writes its JSON. */
public final class Main {

    private static final int GOAL_MISSED = 1;
    private static final int USAGE = 2;
    private static final int BROKEN = 3;

    private static final List<Suite> SUITES = List.of(new Overhead());
    private static final List<SystemSuite> SYSTEM_SUITES = List.of(new Scale(), new Endpoint());

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> arguments) throws Exception {
        if (arguments.contains("--help")) {
            System.out.print(help());
            return 0;
        }
        Options options;
        try {
            options = Options.parse(arguments, names());
        } catch (Options.UsageException usage) {
            System.err.println("benchmarks/run: " + usage.getMessage());
            return USAGE;
        }
        Optional<SystemSuite> system = SYSTEM_SUITES.stream()
                .filter(one -> one.name().equals(options.name()))
                .findFirst();
        if (system.isPresent()) {
            return run(system.get(), options);
        }
        Suite suite = SUITES.stream()
                .filter(one -> one.name().equals(options.name()))
                .findFirst()
                .orElseThrow();
        return run(suite, options);
    }

    private static int run(Suite suite, Options options) throws Exception {
        Path target = Files.createDirectories(Path.of("target"));
        Path log = target.resolve(suite.name() + ".log");
        Path json = target.resolve(suite.name() + ".json");
        Files.deleteIfExists(json);
        Report report;
        try {
            report = suite.run(options.quick() ? Effort.QUICK : Effort.FULL, log);
        } catch (RunnerException failed) {
            System.err.println("benchmarks/run: " + failed.getMessage() + "; JMH's own words are in " + shown(log));
            return BROKEN;
        }
        Files.writeString(json, ReportJson.of(report));
        System.out.print(ReportText.of(report));
        System.out.println("\nWritten to " + shown(json) + "; JMH's own words are in " + shown(log));
        return options.check() && !report.passed() ? GOAL_MISSED : 0;
    }

    private static int run(SystemSuite suite, Options options) throws Exception {
        Path target = Files.createDirectories(Path.of("target"));
        Path log = target.resolve(suite.name() + ".log");
        Path json = target.resolve(suite.name() + ".json");
        Files.deleteIfExists(json);
        Files.deleteIfExists(log);
        SystemReport report;
        try {
            report = suite.run(options.quick(), log);
        } catch (IOException failed) {
            System.err.println("benchmarks/run: " + failed.getMessage());
            return BROKEN;
        }
        Files.writeString(json, report.json());
        System.out.print(report.text());
        System.out.println("\nWritten to " + shown(json) + "; the processes' own words are in " + shown(log));
        return options.check() && !report.passed() ? GOAL_MISSED : 0;
    }

    private static List<String> names() {
        return Stream.concat(
                        SUITES.stream().map(Suite::name), SYSTEM_SUITES.stream().map(SystemSuite::name))
                .toList();
    }

    private static String shown(Path file) {
        return Path.of("benchmarks").resolve(file).toString();
    }

    private static String help() {
        StringBuilder out = new StringBuilder("""
                Usage: benchmarks/run NAME [--quick] [--check]

                Runs a benchmark, prints its table and writes benchmarks/target/NAME.json.

                  --quick   fewer and shorter iterations: at most 3 min
                  --check   exit status 1 if a goal is missed, judged by the confidence bound
                  --help    this text

                Benchmarks:
                """);
        SUITES.forEach(suite -> out.append(String.format("  %-10s%s%n", suite.name(), suite.about())));
        SYSTEM_SUITES.forEach(suite -> out.append(String.format("  %-10s%s%n", suite.name(), suite.about())));
        return out.toString();
    }
}

package dev.heal.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;

/** The command {@code benchmarks/run}: runs one benchmark, prints its tables, writes its JSON and its HTML. */
public final class Main {

    private static final int GOAL_MISSED = 1;
    private static final int USAGE = 2;
    private static final int BROKEN = 3;

    /** Where results go when {@code benchmarks/run} does not say it. */
    private static final Path RESULTS = Path.of(System.getProperty("heal.benchmarks.results", "results"));

    static final List<Suite> SUITES = List.of(new Overhead(), new Annotation(), new Decisions());
    static final List<SystemSuite> SYSTEM_SUITES = List.of(new Scale(), new Endpoint(), new Overload());

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> arguments) throws Exception {
        if (arguments.contains("--help")) {
            System.out.print(help());
            return 0;
        }
        try {
            return run(parse(arguments));
        } catch (Options.UsageException usage) {
            System.err.println("benchmarks/run: " + usage.getMessage());
            return USAGE;
        }
    }

    /** @throws Options.UsageException if it makes no sense to that benchmark */
    static Options parse(List<String> arguments) {
        Options options = Options.parse(arguments, names());
        for (Suite suite : SUITES) {
            if (suite.name().equals(options.name())) {
                options.requireOnly(suite.takes());
            }
        }
        for (SystemSuite suite : SYSTEM_SUITES) {
            if (suite.name().equals(options.name())) {
                options.requireOnly(suite.takes(options));
            }
        }
        return options;
    }

    private static int run(Options options) throws Exception {
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
        Path results = Files.createDirectories(RESULTS.toAbsolutePath());
        Path log = results.resolve(suite.name() + ".log");
        Path json = results.resolve(suite.name() + ".json");
        Path html = results.resolve(suite.name() + ".html");
        Files.deleteIfExists(json);
        Files.deleteIfExists(html);
        Report report;
        try {
            report = suite.run(options, log);
        } catch (RunnerException failed) {
            System.err.println("benchmarks/run: " + failed.getMessage() + "; JMH's own words are in " + log);
            return BROKEN;
        }
        Files.writeString(json, ReportJson.of(report));
        Files.writeString(html, ReportHtml.of(report));
        System.out.print(ReportText.of(report));
        System.out.println("\nWritten to " + html + " and " + json + "; JMH's own words are in " + log);
        return options.check() && !report.passed() ? GOAL_MISSED : 0;
    }

    private static int run(SystemSuite suite, Options options) throws Exception {
        Path target = Files.createDirectories(RESULTS.toAbsolutePath());
        Path log = target.resolve(suite.name() + ".log");
        Path json = target.resolve(suite.name() + ".json");
        Path html = target.resolve(suite.name() + ".html");
        Files.deleteIfExists(json);
        Files.deleteIfExists(html);
        Files.deleteIfExists(log);
        SystemResult report;
        try {
            report = suite.run(options, log);
        } catch (IOException failed) {
            System.err.println("benchmarks/run: " + failed.getMessage());
            return BROKEN;
        }
        Files.writeString(json, report.json());
        System.out.print(report.text());
        StringBuilder written = new StringBuilder("\nWritten to " + json);
        if (report.html().isPresent()) {
            Files.writeString(html, report.html().get());
            written.append(" and ").append(html);
        }
        if (Files.exists(log)) {
            written.append("; the processes' own words are in ").append(log);
        }
        System.out.println(written);
        return options.check() && !report.passed() ? GOAL_MISSED : 0;
    }

    private static List<String> names() {
        return Stream.concat(
                        SUITES.stream().map(Suite::name), SYSTEM_SUITES.stream().map(SystemSuite::name))
                .toList();
    }

    /** The same text that {@code benchmarks/run --help} prints without starting a JVM. */
    static String help() throws IOException {
        try (InputStream in = Main.class.getResourceAsStream("/help.txt")) {
            if (in == null) {
                throw new IOException("help.txt is missing from this jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

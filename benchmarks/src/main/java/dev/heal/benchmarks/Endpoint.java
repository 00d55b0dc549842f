package dev.heal.benchmarks;

import dev.heal.benchmarks.endpoint.EndpointClient;
import dev.heal.benchmarks.fork.Figures;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The same Spring Boot application as three servers in turn, under the same fixed rate of requests: heal not on its class
 * path, observing, and acting. Server and client are JVMs of their own, and talk over the loopback.
 *
 * <p>Spring Boot's jars bring files of the same names, so they do not go into one jar: the servers' class path is the
 * directory {@code lib} beside it.
 */
final class Endpoint implements SystemSuite {

    private static final List<String> SERVER_FLAGS = List.of("-Xms256m", "-Xmx256m");
    private static final List<String> CLIENT_FLAGS = List.of("-Xms128m", "-Xmx128m");
    private static final String SERVER = "dev.heal.benchmarks.endpoint.EndpointApplication";
    private static final String CLIENT = "dev.heal.benchmarks.endpoint.EndpointClient";

    /** One line of the table. */
    enum Variant {
        ABSENT("without heal", List.of()),
        OBSERVE("heal, observe", List.of("--heal.mode=observe")),
        ACT("heal, act", List.of("--heal.mode=act"));

        private final String text;
        private final List<String> arguments;

        Variant(String text, List<String> arguments) {
            this.text = text;
            this.arguments = arguments;
        }
    }

    @Override
    public String name() {
        return "endpoint";
    }

    @Override
    public String about() {
        return "a Spring Boot endpoint under a fixed rate, without heal, observed and healed: CPU, memory, p99.9";
    }

    @Override
    public SystemReport run(Options options, Path log) throws Exception {
        boolean quick = options.quick();
        int rounds = quick ? 3 : 10;
        int perSecond = 500;
        int warmUp = quick ? 5 : 20;
        int seconds = quick ? 8 : 30;
        double others = 0;
        Map<Variant, List<Figures>> all = new EnumMap<>(Variant.class);
        List<Variant> order = new ArrayList<>(List.of(Variant.values()));
        for (int round = 1; round <= rounds; round++) {
            for (Variant variant : order) {
                others = Math.max(others, Machine.othersBusy());
                System.err.println("Round " + round + " of " + rounds + ": " + variant.text + " ...");
                all.computeIfAbsent(variant, unused -> new ArrayList<>())
                        .add(measure(variant, perSecond, warmUp, seconds, log));
            }
            Collections.rotate(order, 1); // nobody is always the first, or always after the same
        }
        List<String> machine = new ArrayList<>(Machine.describe());
        machine.add(
                "JVM flags: servers " + String.join(" ", SERVER_FLAGS) + ", clients " + String.join(" ", CLIENT_FLAGS));
        return new SystemReport(
                name(),
                perSecond + " requests a second, open loop: latency counts from when a request was due; " + rounds
                        + " rounds, in each a server a line, " + warmUp + " s of warm-up and " + seconds
                        + " s measured; ratios are taken round by round",
                List.copyOf(machine),
                others <= Machine.QUIET
                        ? List.of()
                        : List.of("this machine is not quiet: others kept up to " + Machine.percent(others)
                                + " of its processors busy, so the times say little"),
                List.of(
                        "server",
                        "CPU/request",
                        "ratio",
                        "RSS",
                        "ratio",
                        "p50",
                        "p99",
                        "p99.9",
                        "p99.9 ratio",
                        "errors"),
                Stream.of(Variant.values()).map(each -> row(each, all)).toList(),
                List.of(),
                Stream.of(Variant.values()).map(each -> figures(each, all)).toList());
    }

    private static Figures measure(Variant variant, int perSecond, int warmUp, int seconds, Path log)
            throws IOException, InterruptedException {
        Path journal = Files.createTempDirectory("heal-endpoint-");
        List<String> arguments = new ArrayList<>(variant.arguments);
        arguments.add("--heal.journal.directory=" + journal);
        try (Server server = new Server(Fork.command(SERVER_FLAGS, classPath(variant), SERVER, arguments), log)) {
            EndpointClient.Job job = new EndpointClient.Job(server.port(), perSecond, warmUp, seconds);
            String own = System.getProperty("java.class.path");
            return Figures.parse(Fork.run(Fork.command(CLIENT_FLAGS, own, CLIENT, job.arguments()), log));
        } finally {
            Fork.delete(journal);
        }
    }

    /** Beside the jar, or else what this JVM was started with. */
    private static String classPath(Variant variant) throws IOException {
        List<String> entries = new ArrayList<>();
        Path lib = Path.of("target", "lib");
        Path classes = Path.of("target", "classes");
        if (!Files.isDirectory(lib) || !Files.isDirectory(classes)) {
            throw new IOException("the servers' class path is missing: there is no " + lib.toAbsolutePath() + " and "
                    + classes.toAbsolutePath() + "; start it by benchmarks/run, which builds both");
        }
        entries.add(classes.toString());
        try (Stream<Path> jars = Files.list(lib)) {
            jars.map(Path::toString).sorted().forEach(entries::add);
        }
        return String.join(File.pathSeparator, of(variant, entries));
    }

    /** Without heal there is nothing of it, and nothing that only it needs. */
    static List<String> of(Variant variant, List<String> jars) {
        return variant != Variant.ABSENT
                ? jars
                : jars.stream()
                        .filter(jar -> {
                            String name = String.valueOf(Path.of(jar).getFileName());
                            return !name.startsWith("heal-") && !name.startsWith("resilience4j-");
                        })
                        .toList();
    }

    private static List<String> row(Variant each, Map<Variant, List<Figures>> all) {
        return List.of(
                each.text,
                text("%.1f ± %.1f us", mean(each, all, "cpu.us")),
                ratioText(each, all, "cpu.us"),
                text("%.1f ± %.1f MiB", mean(each, all, "rss.mib")),
                ratioText(each, all, "rss.mib"),
                text("%.0f us", mean(each, all, "p50.us")),
                text("%.0f us", mean(each, all, "p99.us")),
                text("%.0f us", mean(each, all, "p999.us")),
                ratioText(each, all, "p999.us"),
                String.format(
                        Locale.ROOT,
                        "%.0f",
                        rounds(each, all).stream()
                                .mapToDouble(one -> one.get("errors"))
                                .sum()));
    }

    private static Map<String, Object> figures(Variant each, Map<Variant, List<Figures>> all) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("name", each.text);
        for (String name : rounds(each, all).get(0).values().keySet()) {
            figures.put(name, SystemReport.score(mean(each, all, name)));
            if (each != Variant.ABSENT && name.contains(".")) {
                figures.put(name + ".ratio", SystemReport.score(ratio(each, all, name)));
            }
        }
        return figures;
    }

    private static String ratioText(Variant each, Map<Variant, List<Figures>> all, String name) {
        return each == Variant.ABSENT ? "1" : text("%.3f ± %.3f", ratio(each, all, name));
    }

    /** Round by round: what disturbs the machine for a while disturbs a whole round. */
    private static Score ratio(Variant each, Map<Variant, List<Figures>> all, String name) {
        List<Figures> ours = rounds(each, all);
        List<Figures> theirs = rounds(Variant.ABSENT, all);
        double[] ratios = new double[ours.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = ours.get(i).get(name) / theirs.get(i).get(name);
        }
        return SystemReport.mean(ratios);
    }

    private static Score mean(Variant each, Map<Variant, List<Figures>> all, String name) {
        return SystemReport.mean(
                rounds(each, all).stream().mapToDouble(one -> one.get(name)).toArray());
    }

    private static List<Figures> rounds(Variant each, Map<Variant, List<Figures>> all) {
        return all.getOrDefault(each, List.of());
    }

    private static String text(String format, Score score) {
        return String.format(Locale.ROOT, format, score.value(), score.error());
    }
}

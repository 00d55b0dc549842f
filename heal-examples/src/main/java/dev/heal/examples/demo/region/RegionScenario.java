package dev.heal.examples.demo.region;

import dev.heal.time.Clock;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One of two servers is killed and comes back, then both are: the same to three shops at once. */
public final class RegionScenario {

    private static final Path TARGET = Path.of("target");

    private RegionScenario() {}

    /**
     * With two PostgreSQL servers.
     *
     * @return 0 heal kept its promises, 1 it did not, 3 the run proves nothing
     */
    public static int databases(PrintStream out) throws IOException {
        Path directory = Files.createDirectories(TARGET.resolve("tmp"));
        try (Servers servers = PostgresServers.start(TARGET.resolve("postgres"), directory)) {
            return play(Cast.DATABASES, servers, out);
        }
    }

    /**
     * With two HTTP services.
     *
     * @return 0 heal kept its promises, 1 it did not, 3 the run proves nothing
     */
    public static int services(PrintStream out) throws IOException {
        Path directory = Files.createDirectories(TARGET.resolve("tmp"));
        try (Servers servers = HttpServers.start(directory.resolve("demo-services.log"))) {
            return play(Cast.SERVICES, servers, out);
        }
    }

    private static int play(Cast cast, Servers servers, PrintStream out) throws IOException {
        Course course = Course.STANDARD;
        out.printf(
                "Three shops, %.0f reads and %.0f orders a second each, on %s.%n",
                course.reads().perSecond(), course.orders().perSecond(), cast.servers());
        for (Column column : Column.values()) {
            out.println("  " + cast.title(column));
        }
        List<Figures> columns = perform(cast, course, servers, out);
        Path json = Files.writeString(TARGET.resolve("demo.json"), RegionJson.of(cast, columns));
        for (Figures figures : columns) {
            HealFigures heal = figures.heal();
            if (heal != null) {
                tell(heal.notebooks(), out);
            }
        }
        out.printf("%n%s%n%n", Report.table(columns, cast, course));
        for (Figures figures : columns) {
            if (!figures.orders().reason().isEmpty()) {
                out.printf(
                        "Why %s refused orders: %s%n",
                        figures.column().letter(), figures.orders().reason());
            }
        }
        Verdict verdict = Verdict.of(columns, course);
        verdict.reasons().forEach(reason -> out.println("  - " + reason));
        out.println(
                switch (verdict.exitStatus()) {
                    case 0 -> "Kept. The figures are in " + json + ".";
                    case 1 -> "Not kept. The figures are in " + json + ".";
                    default -> "This run proves nothing. The figures are in " + json + ".";
                });
        return verdict.exitStatus();
    }

    /** The first incident is that of the kill; all of them would push the table off the screen. */
    private static void tell(List<String> notebooks, PrintStream out) throws IOException {
        if (notebooks.isEmpty()) {
            return;
        }
        Path file = Files.writeString(TARGET.resolve("demo-incidents.md"), String.join("\n\n", notebooks));
        out.printf("%nWhat heal wrote about the kill (all its incidents, %d, are in %s):%n%n", notebooks.size(), file);
        out.println(notebooks.get(0).strip());
    }

    private static List<Figures> perform(Cast cast, Course course, Servers servers, PrintStream out) {
        Map<Column, Stage> stages = new EnumMap<>(Column.class);
        try {
            for (Column column : Column.values()) {
                stages.put(column, Stage.set(cast, column, servers, TARGET.resolve("tmp/heal")));
            }
            try (Performance performance = new Performance(course, servers, stages, Clock.system(), out)) {
                return performance.perform();
            }
        } finally {
            stages.values().forEach(Stage::close);
        }
    }
}

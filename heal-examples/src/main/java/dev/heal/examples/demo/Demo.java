package dev.heal.examples.demo;

import dev.heal.time.Clock;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shop demo: one fault, three times, side by side. Started by {@code heal-examples/run}. */
public final class Demo {

    private static final Path TARGET = Path.of("target");

    private static final Logger log = LoggerFactory.getLogger(Demo.class);

    private Demo() {}

    /** Ends the process: applications whose calls hang must not keep it alive. */
    @SuppressWarnings("SystemExitOutsideMain")
    public static void main(String[] arguments) {
        System.exit(run(Arrays.asList(arguments), System.out, System.err));
    }

    private static int run(List<String> arguments, PrintStream out, PrintStream err) {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            err.println("heal-examples/run: " + e.getMessage());
            return 2;
        }
        if (options.help()) {
            out.println(Options.USAGE);
            return 0;
        }
        try {
            return play(Script.STANDARD, out);
        } catch (IOException | RuntimeException e) {
            log.error("the run broke off", e);
            err.println("The run proves nothing: " + rootOf(e).getMessage() + " (all of it is in target/demo.log)");
            return 3;
        }
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static int play(Script script, PrintStream out) throws IOException {
        Clock clock = Clock.system();
        out.printf(
                "A shop, %.0f requests a second, a real PostgreSQL; then the link between them freezes. (%s)%n",
                script.schedule().perSecond(), Second.LEGEND);
        List<Played> plays = new ArrayList<>();
        try (Database database = Database.start(Files.createDirectories(TARGET))) {
            for (Play play : Play.values()) {
                out.printf("%n%s%n", play.title());
                try (Stage stage = Stage.set(play, database)) {
                    plays.add(new Performance(play, stage, script, clock, out).perform());
                }
            }
        }
        out.printf("%n%s%n%n", Report.table(plays, script));
        Path json = Files.writeString(TARGET.resolve("demo.json"), DemoJson.of(plays));
        for (Played played : plays) {
            HealIncident incident = played.incident();
            if (incident != null) {
                out.printf("What heal wrote about it:%n%n%s%n%n", incident.notebook());
            }
        }
        Verdict verdict = Verdict.of(plays, script);
        verdict.reasons().forEach(reason -> out.println("  - " + reason));
        out.println(
                switch (verdict.exitStatus()) {
                    case 0 -> "Healed. The figures are in " + json + ".";
                    case 1 -> "Not healed. The figures are in " + json + ".";
                    default -> "This run proves nothing. The figures are in " + json + ".";
                });
        return verdict.exitStatus();
    }
}

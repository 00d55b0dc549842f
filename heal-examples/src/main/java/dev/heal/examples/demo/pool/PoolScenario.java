package dev.heal.examples.demo.pool;

import dev.heal.examples.load.Second;
import dev.heal.time.Clock;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The link to the database freezes: one fault, three times. */
public final class PoolScenario {

    private static final Path TARGET = Path.of("target");

    private PoolScenario() {}

    /** @return 0 healed, 1 not healed, 3 the run proves nothing */
    public static int play(PrintStream out) throws IOException {
        Script script = Script.STANDARD;
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

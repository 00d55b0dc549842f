package dev.heal.benchmarks;

import dev.heal.benchmarks.fork.Figures;
import dev.heal.benchmarks.overload.real.Contender;
import dev.heal.benchmarks.overload.real.OverloadClient;
import dev.heal.benchmarks.overload.real.OverloadClient.Task;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The same Tomcat with 16 workers behind each contestant in turn, under more load than they can do: heal beside its peers'
 * filters, and what it costs to turn a request away. Server and client are JVMs of their own, and talk over the loopback.
 *
 * <p>Tomcat is not in the one jar: the servers' class path is the directory {@code lib} beside it.
 */
final class RealOverload {

    private static final List<String> SERVER_FLAGS = List.of("-Xms768m", "-Xmx768m", "-XX:+ExitOnOutOfMemoryError");
    private static final List<String> CLIENT_FLAGS = List.of("-Xms256m", "-Xmx256m");
    private static final String SERVER = "dev.heal.benchmarks.overload.real.OverloadServer";
    private static final String CLIENT = "dev.heal.benchmarks.overload.real.OverloadClient";
    static final List<Integer> SURGES = List.of(5, 10);

    /** One measurement of each round; a line of the table has one for each surge, and one of what a rejection costs. */
    record Run(Contender contender, Task task, int surge, boolean isHeeding) {
        String text() {
            String who = contender.text() + (isHeeding ? ", clients heed" : "");
            return task == Task.SURGE ? who + ", " + surge + "x" : task == Task.EMPTY ? "answered at once" : who;
        }
    }

    private final Map<Run, List<Figures>> all = new LinkedHashMap<>();
    private double othersBusy;

    private RealOverload() {}

    /** Runs it and says how far it is on standard error. @param log where the processes' own words go */
    static SystemReport run(boolean quick, Path log) throws IOException, InterruptedException {
        return new RealOverload().measure(quick, quick ? 2 : 5, log);
    }

    static List<Run> runs() {
        List<Run> runs = new ArrayList<>();
        for (Contender contender : Contender.values()) {
            for (int surge : SURGES) {
                runs.add(new Run(contender, Task.SURGE, surge, false));
                if (contender.isHeal()) {
                    runs.add(new Run(contender, Task.SURGE, surge, true));
                }
            }
            runs.add(new Run(contender, contender.rejects() ? Task.REJECTION : Task.EMPTY, 0, false));
        }
        return runs;
    }

    private SystemReport measure(boolean quick, int rounds, Path log) throws IOException, InterruptedException {
        List<Run> order = new ArrayList<>(runs());
        order.forEach(run -> all.put(run, new ArrayList<>()));
        for (int round = 1; round <= rounds; round++) {
            for (Run run : order) {
                othersBusy = Math.max(othersBusy, Machine.othersBusy());
                System.err.println("Round " + round + " of " + rounds + ": " + run.text() + " ...");
                all.computeIfAbsent(run, unused -> new ArrayList<>()).add(measure(run, quick, round, log));
            }
            Collections.rotate(order, order.size() / 2 + 1); // nobody is always the first, or always after the same
        }
        List<String> machine = new ArrayList<>(Machine.describe());
        machine.add(
                "JVM flags: servers " + String.join(" ", SERVER_FLAGS) + ", clients " + String.join(" ", CLIENT_FLAGS));
        return new RealOverloadReport(all).of(quick, rounds, machine, othersBusy);
    }

    private static Figures measure(Run run, boolean quick, long seed, Path log)
            throws IOException, InterruptedException {
        List<String> contender = List.of(run.contender().name());
        try (Server server = new Server(Fork.command(SERVER_FLAGS, classPath(), SERVER, contender), log)) {
            OverloadClient.Job job = new OverloadClient.Job(
                    server.port(),
                    run.task(),
                    run.surge(),
                    run.isHeeding(),
                    run.contender().rejects(),
                    quick,
                    seed);
            return Figures.parse(Fork.run(Fork.command(CLIENT_FLAGS, classPath(), CLIENT, job.arguments()), log));
        }
    }

    private static String classPath() throws IOException {
        Path lib = Path.of("target", "lib");
        Path classes = Path.of("target", "classes");
        if (!Files.isDirectory(lib) || !Files.isDirectory(classes)) {
            throw new IOException("the servers' class path is missing: there is no " + lib.toAbsolutePath() + " and "
                    + classes.toAbsolutePath() + "; start it by benchmarks/run, which builds both");
        }
        return classes + File.pathSeparator + lib + File.separator + "*";
    }
}

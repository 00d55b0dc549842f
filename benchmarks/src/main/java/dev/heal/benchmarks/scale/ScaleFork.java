package dev.heal.benchmarks.scale;

import dev.heal.benchmarks.fork.Figures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One measurement, in a JVM of its own; writes its figures to standard output. Arguments: see {@link Job}. */
public final class ScaleFork {

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int COLLECTIONS = 6;

    private ScaleFork() {}

    public static void main(String[] arguments) throws Exception {
        Figures figures = run(Job.parse(arguments));
        System.out.print(figures.lines());
        System.out.flush();
    }

    static Figures run(Job job) throws IOException, InterruptedException {
        Path journal = Files.createTempDirectory("heal-scale-");
        try {
            return run(job, journal);
        } finally {
            delete(journal);
        }
    }

    private static Figures run(Job job, Path journal) throws InterruptedException {
        Looks looks = new Looks(job.targets());
        Map<String, Double> figures = new HashMap<>();
        long building = System.nanoTime();
        try (Population population = new Population(job.targets(), TICK, journal, looks, job.meters())) {
            figures.put("start.ms", (System.nanoTime() - building) / 1e6);
            try (AutoCloseable load = job.traffic() ? new Load(population.guards()) : () -> {}) {
                TimeUnit.SECONDS.sleep(job.warmUpSeconds());
                long from = System.nanoTime();
                Costs before = Costs.now();
                TimeUnit.SECONDS.sleep(job.seconds());
                Costs after = Costs.now();
                long to = System.nanoTime();
                costs(figures, before, after, (to - from) / 1e9);
                rounds(figures, looks.between(from, to));
                figures.put("heap", (double) heap());
            } catch (InterruptedException stop) {
                throw stop;
            } catch (Exception impossible) {
                throw new IllegalStateException("the load did not end", impossible);
            }
        }
        return new Figures(figures);
    }

    private static void costs(Map<String, Double> figures, Costs before, Costs after, double seconds) {
        double nanos = seconds * 1e9;
        double load = after.cpuSince(before, Load.THREAD);
        figures.put("cpu.loop", after.cpuSince(before, "heal-loop-") / nanos);
        figures.put("cpu.samplers", after.cpuSince(before, "heal-sampler-") / nanos);
        figures.put("cpu.heal", after.cpuSince(before, "heal-") / nanos);
        figures.put("cpu.process", (after.process() - before.process() - load) / nanos);
        figures.put("cpu.load", load / nanos);
        figures.put("alloc.loop", after.allocatedSince(before, "heal-loop-") / seconds);
        figures.put("alloc.samplers", after.allocatedSince(before, "heal-sampler-") / seconds);
        figures.put("threads", (double) after.threads("heal-"));
    }

    private static void rounds(Map<String, Double> figures, List<Looks.Round> rounds) {
        long[] late = rounds.stream()
                .mapToLong(round -> Math.max(0, round.period() - TICK.toNanos()))
                .toArray();
        long[] lengths = rounds.stream().mapToLong(Looks.Round::length).toArray();
        figures.put("rounds", (double) rounds.size());
        figures.put("late.p99.ms", Looks.quantile(0.99, late) / 1e6);
        figures.put("length.p50.ms", Looks.quantile(0.5, lengths) / 1e6);
        figures.put("length.p99.ms", Looks.quantile(0.99, lengths) / 1e6);
    }

    /** The least of a few readings: what lives, without what happened to be under way. */
    private static long heap() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
            TimeUnit.MILLISECONDS.sleep(170); // so that they fall into different parts of a tick
        }
        return least;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.deleteIfExists(path);
                } catch (IOException inUse) {
                    throw new UncheckedIOException(inUse);
                }
            });
        }
    }
}

package dev.heal.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the contestants in turn, one fork each, and then again: what disturbs the machine for a while disturbs all of
 * them, not the one that happened to be measured then.
 */
final class Rounds {

    /** The heap is fixed, so that the pace of collections is the same for all. */
    static final List<String> JVM_FLAGS = List.of("-Xms256m", "-Xmx256m");

    private final Class<?> benchmark;
    private final List<Integer> threads;
    private final Effort effort;
    private double othersBusy;

    Rounds(Class<?> benchmark, List<Integer> threads, Effort effort) {
        this.benchmark = benchmark;
        this.threads = threads;
        this.effort = effort;
    }

    /** One result for each method of the benchmark at each number of threads. */
    Collection<RunResult> run(Path log) throws RunnerException, IOException, InterruptedException {
        Map<String, BenchmarkParams> params = new LinkedHashMap<>();
        Map<String, List<BenchmarkResult>> forks = new LinkedHashMap<>();
        try (OutputStream file = Files.newOutputStream(log);
                PrintStream out = new PrintStream(file, true, StandardCharsets.UTF_8)) {
            OutputFormat words = OutputFormatFactory.createFormatInstance(out, VerboseMode.NORMAL);
            for (int round = 1; round <= effort.forks(); round++) {
                System.err.println("Round " + round + " of " + effort.forks() + " ...");
                for (int count : threads) {
                    othersBusy = Math.max(othersBusy, Machine.othersBusy());
                    for (RunResult result : new Runner(once(count), words).run()) {
                        String key = result.getParams().getBenchmark() + " at " + count;
                        params.putIfAbsent(key, result.getParams());
                        forks.computeIfAbsent(key, unused -> new ArrayList<>()).addAll(result.getBenchmarkResults());
                    }
                }
            }
        }
        List<RunResult> all = new ArrayList<>();
        forks.forEach((key, results) -> all.add(new RunResult(params.get(key), results)));
        return all;
    }

    /** The most that others kept the processors busy at the beginning of any round, from 0 to 1. */
    double othersBusy() {
        return othersBusy;
    }

    /** The results as JMH itself writes them. */
    static String json(Collection<RunResult> results) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private org.openjdk.jmh.runner.options.Options once(int count) {
        TimeValue iteration = new TimeValue(effort.iterationMillis(), TimeUnit.MILLISECONDS);
        return new OptionsBuilder()
                .include("^" + benchmark.getName().replace(".", "\\.") + "\\.")
                .threads(count)
                .forks(1)
                .warmupIterations(effort.warmups())
                .warmupTime(iteration)
                .measurementIterations(effort.iterations())
                .measurementTime(iteration)
                .addProfiler(GCProfiler.class)
                .jvmArgs(JVM_FLAGS.toArray(String[]::new))
                .shouldFailOnError(true)
                .build();
    }
}

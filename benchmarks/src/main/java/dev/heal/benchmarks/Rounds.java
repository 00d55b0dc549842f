package dev.heal.benchmarks;

import dev.heal.benchmarks.overhead.CallerCosts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the contestants in turn, one fork each, and then again, every other round backwards: what disturbs the machine for
 * a while disturbs all of them, not the one that happened to be measured then, and what grows steadily cancels out.
 */
final class Rounds {

    /** The heap is fixed, so that the pace of collections is the same for all. */
    static final List<String> JVM_FLAGS = List.of("-Xms256m", "-Xmx256m");

    /**
     * One fork of each round.
     *
     * @param method the JMH method, with its class
     * @param params its parameters
     * @param mark tells forks apart that are otherwise the same
     */
    record Fork(String method, int threads, Map<String, String> params, String mark) {}

    private final List<Fork> forks;
    private final Effort effort;
    private final List<String> jvmFlags;
    private final List<String> profilers;
    private final Map<Fork, List<Row.Sample>> samples = new LinkedHashMap<>();
    private final List<RunResult> raw = new ArrayList<>();
    private double othersBusy;

    /**
     * @param jvmFlags for every fork, after {@link #JVM_FLAGS}
     * @param profilers JMH's names of those that were asked for beside ours
     */
    Rounds(List<Fork> forks, Effort effort, List<String> jvmFlags, List<String> profilers) {
        this.forks = List.copyOf(forks);
        this.effort = effort;
        this.jvmFlags = List.copyOf(jvmFlags);
        this.profilers = List.copyOf(profilers);
    }

    /** A sample of each fork for each round, in the order of the rounds. */
    Map<Fork, List<Row.Sample>> run(Path log) throws RunnerException, IOException, InterruptedException {
        long began = System.nanoTime();
        System.err.println(effort.forks() + " rounds of " + forks.size() + " forks: about "
                + effort.minutes(forks.size()) + " min on a quiet machine");
        try (OutputStream file = Files.newOutputStream(log);
                PrintStream out = new PrintStream(file, true, StandardCharsets.UTF_8)) {
            OutputFormat words = OutputFormatFactory.createFormatInstance(out, VerboseMode.NORMAL);
            for (int round = 1; round <= effort.forks(); round++) {
                System.err.println("Round " + round + " of " + effort.forks() + ", "
                        + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began) + " s since the start ...");
                othersBusy = Math.max(othersBusy, Machine.othersBusy());
                List<Fork> turn = new ArrayList<>(forks);
                if (round % 2 == 0) {
                    Collections.reverse(turn);
                }
                for (Fork fork : turn) {
                    RunResult result = single(fork, new Runner(once(fork), words).run());
                    samples.computeIfAbsent(fork, unused -> new ArrayList<>()).add(sample(result));
                    raw.add(result);
                }
            }
        }
        othersBusy = Math.max(othersBusy, Machine.othersBusy());
        return samples;
    }

    /** The most that others kept the processors busy at the beginning of any round and at the end, from 0 to 1. */
    double othersBusy() {
        return othersBusy;
    }

    /** The results of every fork as JMH itself writes them. */
    String json() {
        return json(raw);
    }

    /** The results as JMH itself writes them. */
    static String json(Collection<RunResult> results) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static RunResult single(Fork fork, Collection<RunResult> results) {
        if (results.size() != 1) {
            throw new IllegalStateException(
                    "JMH gave " + results.size() + " results for " + fork + ": the log says why");
        }
        return results.iterator().next();
    }

    private static Row.Sample sample(RunResult result) {
        return new Row.Sample(
                result.getPrimaryResult().getScore(),
                beside(result, CallerCosts.CPU, "what processor time a thread used"),
                beside(result, CallerCosts.BYTES, "what a thread allocates"),
                beside(result, CallerCosts.OTHERS, "what processor time it used"));
    }

    private static double beside(RunResult all, String name, String what) {
        Result<?> result = all.getSecondaryResults().get(name);
        if (result == null) {
            throw new IllegalStateException("this JVM does not tell " + what + "; use a HotSpot JVM");
        }
        return result.getScore();
    }

    private org.openjdk.jmh.runner.options.Options once(Fork fork) {
        TimeValue iteration = new TimeValue(effort.iterationMillis(), TimeUnit.MILLISECONDS);
        List<String> flags = new ArrayList<>(JVM_FLAGS);
        flags.addAll(jvmFlags);
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + fork.method().replace(".", "\\.") + "$")
                .threads(fork.threads())
                .forks(1)
                .warmupIterations(effort.warmups())
                .warmupTime(iteration)
                .measurementIterations(effort.iterations())
                .measurementTime(iteration)
                .addProfiler(GCProfiler.class)
                .addProfiler(CallerCosts.class)
                .jvmArgs(flags.toArray(String[]::new))
                .shouldFailOnError(true);
        fork.params().forEach((name, value) -> options.param(name, value));
        for (String profiler : profilers) {
            // As on JMH's own command line: what follows the colon is for the profiler.
            int colon = profiler.indexOf(':');
            if (colon < 0) {
                options.addProfiler(profiler);
            } else {
                options.addProfiler(profiler.substring(0, colon), profiler.substring(colon + 1));
            }
        }
        return options.build();
    }
}

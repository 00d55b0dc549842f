package dev.heal.benchmarks.overhead;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Processor time beside wall time, in two parts.
 *
 * <p>{@link #CALLERS} is the processor time, user and system, of the threads that make the calls, divided by the calls they
 * made. Time in which such a thread waits for a lock or for a processor is not in it; spinning and being put to sleep and
 * woken is. {@link #OTHERS} is what all other threads of the JVM used meanwhile, as a share of one processor: heal's
 * loop, the scrape, the collector and the compiler.
 */
public final class CpuTime implements InternalProfiler {

    /** ns of processor time a call. */
    public static final String CALLERS = "cpu.callers.norm";

    /** Share of one processor, from 0 to the number of processors. */
    public static final String OTHERS = "cpu.others";

    private static final String WORKER = "-jmh-worker-";

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private long callersBefore;
    private long processBefore;
    private long began;

    @Override
    public String getDescription() {
        return "processor time of the calling threads a call, and of all others";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        began = System.nanoTime();
        processBefore = process.getProcessCpuTime();
        callersBefore = callers();
    }

    @Override
    public Collection<ScalarResult> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        long callers = callers() - callersBefore;
        long all = process.getProcessCpuTime() - processBefore;
        long wall = System.nanoTime() - began;
        // All calls, not only those timed: the threads' clocks ran for the others too.
        double calls = result.getMetadata().getAllOps();
        return List.of(
                new ScalarResult(CALLERS, callers / calls, "ns/op", AggregationPolicy.AVG),
                new ScalarResult(OTHERS, Math.max(0, all - callers) / (double) wall, "CPUs", AggregationPolicy.AVG));
    }

    private long callers() {
        long sum = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().contains(WORKER)) {
                sum += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
            }
        }
        return sum;
    }
}

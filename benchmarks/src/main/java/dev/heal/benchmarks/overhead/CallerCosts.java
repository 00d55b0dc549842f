package dev.heal.benchmarks.overhead;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ScalarResult;

/**
 * What calls cost beside wall time, in two parts.
 *
 * <p>{@link #CPU} and {@link #BYTES} are the processor time, user and system, and the allocation of the threads that make
 * the calls, divided by the calls they made. Time in which such a thread waits for a lock or for a processor is not in it;
 * spinning and being put to sleep and woken is. {@link #OTHERS} is the processor time of all other threads of the JVM
 * meanwhile: heal's loop, the scrape, the collector and the compiler.
 */
public final class CallerCosts implements InternalProfiler {

    /** ns of processor time a call. */
    public static final String CPU = "callers.cpu.norm";

    /** Bytes a call. */
    public static final String BYTES = "callers.alloc.norm";

    /** Share of one processor, from 0 to the number of processors. */
    public static final String OTHERS = "others.cpu";

    private static final String WORKER = "-jmh-worker-";

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private long began;
    private long processBefore;
    private long cpuBefore;
    private long bytesBefore;

    @Override
    public String getDescription() {
        return "processor time and allocation of the calling threads a call, and processor time of all others";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        long[] callers = callers();
        began = System.nanoTime();
        processBefore = process.getProcessCpuTime();
        cpuBefore = sum(threads.getThreadCpuTime(callers));
        bytesBefore = sum(threads.getThreadAllocatedBytes(callers));
    }

    @Override
    public Collection<ScalarResult> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        long[] callers = callers();
        long bytes = sum(threads.getThreadAllocatedBytes(callers)) - bytesBefore;
        long cpu = sum(threads.getThreadCpuTime(callers)) - cpuBefore;
        long all = process.getProcessCpuTime() - processBefore;
        long wall = System.nanoTime() - began;
        // All calls, not only those timed: the threads' clocks ran for the others too.
        double calls = result.getMetadata().getAllOps();
        return List.of(
                new ScalarResult(CPU, cpu / calls, "ns/op", AggregationPolicy.AVG),
                new ScalarResult(BYTES, bytes / calls, "B/op", AggregationPolicy.AVG),
                new ScalarResult(OTHERS, Math.max(0, all - cpu) / (double) wall, "CPUs", AggregationPolicy.AVG));
    }

    private long[] callers() {
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().contains(WORKER))
                .mapToLong(ThreadInfo::getThreadId)
                .toArray();
    }

    /** Of a thread that has ended meanwhile it says -1. */
    private static long sum(long[] each) {
        return Arrays.stream(each).filter(value -> value > 0).sum();
    }
}

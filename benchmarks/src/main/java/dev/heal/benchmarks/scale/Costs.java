package dev.heal.benchmarks.scale;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.HashMap;
import java.util.Map;

/**
 * The processor time and the allocation of this process so far, by thread.
 *
 * @param process nanoseconds of processor time of the whole process, its collector and compilers included
 * @param cpu nanoseconds of processor time by the id of each thread that lives
 * @param allocated bytes, likewise
 * @param names of the threads, by id
 */
record Costs(long process, Map<Long, Long> cpu, Map<Long, Long> allocated, Map<Long, String> names) {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static Costs now() {
        Map<Long, Long> cpu = new HashMap<>();
        Map<Long, Long> allocated = new HashMap<>();
        Map<Long, String> names = new HashMap<>();
        for (long id : THREADS.getAllThreadIds()) {
            ThreadInfo info = THREADS.getThreadInfo(id);
            long nanos = THREADS.getThreadCpuTime(id);
            if (info != null && nanos >= 0) {
                names.put(id, info.getThreadName());
                cpu.put(id, nanos);
                allocated.put(id, THREADS.getThreadAllocatedBytes(id));
            }
        }
        return new Costs(SYSTEM.getProcessCpuTime(), cpu, allocated, names);
    }

    /** Nanoseconds of the threads whose names begin so, since then; of a thread that has ended since, nothing is known. */
    long cpuSince(Costs before, String prefix) {
        return since(cpu, before.cpu, prefix);
    }

    long allocatedSince(Costs before, String prefix) {
        return since(allocated, before.allocated, prefix);
    }

    int threads(String prefix) {
        return (int)
                names.values().stream().filter(name -> name.startsWith(prefix)).count();
    }

    private long since(Map<Long, Long> now, Map<Long, Long> before, String prefix) {
        return now.entrySet().stream()
                .filter(entry -> names.getOrDefault(entry.getKey(), "").startsWith(prefix))
                .mapToLong(entry -> entry.getValue() - before.getOrDefault(entry.getKey(), 0L))
                .sum();
    }
}

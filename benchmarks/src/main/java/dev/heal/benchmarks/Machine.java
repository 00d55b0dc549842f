package dev.heal.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Where the figures come from, and whether anybody else was at work there. */
final class Machine {

    /** Above this share of all processors others are at work: measured while the benchmark itself rests. */
    static final double QUIET = 0.10;

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Machine() {}

    static List<String> describe() {
        return List.of(
                "JVM: " + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                "CPU: " + SYSTEM.getAvailableProcessors() + " x " + processor(),
                "Clock source: " + clockSource(),
                "System: " + System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch") + ", "
                        + (SYSTEM.getTotalMemorySize() >> 20) + " MiB of memory");
    }

    /**
     * What somebody else needs to know to judge a run, or to make it again.
     *
     * @param flags of the forks, beside those that all have
     * @param othersBusy the most that others kept the processors busy between rounds, from 0 to 1
     */
    static List<String> manifest(
            Options options,
            List<String> flags,
            Instant began,
            double loadBefore,
            double loadAfter,
            double othersBusy) {
        List<String> lines = new ArrayList<>(describe());
        lines.add("JVM flags of the forks: " + String.join(" ", Rounds.JVM_FLAGS) + " " + String.join(" ", flags));
        lines.add("Collector: "
                + (options.gc() == null ? collectors() : options.gc().toString()));
        lines.add("Versions: " + String.join(", ", Versions.all()));
        lines.add("Commit: " + Versions.commit());
        lines.add("Began: " + began);
        lines.add(String.format(
                Locale.ROOT,
                "Load: average %.2f before and %.2f after; others kept the processors busy to at most %s between rounds",
                loadBefore,
                loadAfter,
                percent(othersBusy)));
        return lines;
    }

    /** The share of all processors that others keep busy; waits half a second to see. */
    static double othersBusy() throws InterruptedException {
        SYSTEM.getCpuLoad();
        TimeUnit.MILLISECONDS.sleep(500);
        return Math.max(0, SYSTEM.getCpuLoad());
    }

    /** The load average of the last minute; negative where the system has none. */
    static double loadAverage() {
        return SYSTEM.getSystemLoadAverage();
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }

    /** The collector that a JVM has here when nobody names one. */
    static String collectors() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(GarbageCollectorMXBean::getName)
                .collect(Collectors.joining(" and "));
    }

    private static String processor() {
        return firstLine(Path.of("/proc/cpuinfo"), "model name").orElseGet(() -> System.getProperty("os.arch"));
    }

    private static String clockSource() {
        return firstLine(Path.of("/sys/devices/system/clocksource/clocksource0/current_clocksource"), "")
                .orElse("unknown");
    }

    private static Optional<String> firstLine(Path file, String start) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(start))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException notThatSystem) {
            return Optional.empty();
        }
    }
}

package dev.heal.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
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

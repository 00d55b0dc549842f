package dev.heal.benchmarks.endpoint;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What a server has cost so far.
 *
 * @param cpuNanos processor time of its process
 * @param residentBytes of memory; -1 where the system does not tell
 */
record ServerFigures(long cpuNanos, long residentBytes) {

    static ServerFigures now() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new ServerFigures(system.getProcessCpuTime(), EndpointApplication.residentBytes());
    }

    String line() {
        return cpuNanos + " " + residentBytes;
    }

    static ServerFigures parse(String line) {
        String[] parts = line.strip().split(" ");
        if (parts.length != 2) {
            throw new IllegalArgumentException("not what the server has cost: \"" + line + "\"");
        }
        return new ServerFigures(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }
}

package dev.heal.examples.demo.region;

import dev.heal.examples.regions.services.InventoryServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Two inventory services, each a JVM of its own. */
final class HttpServers implements Servers {

    private static final long DEAD_WITHIN_SECONDS = 5;

    private final Path log;
    private final Map<Side, Process> running = new ConcurrentHashMap<>();
    private final Map<Side, Integer> ports = new EnumMap<>(Side.class);
    private final Thread atExit = new Thread(this::killAll, "kill-services");

    private HttpServers(Path log) {
        this.log = log;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Starts both.
     *
     * @param log where their own words go
     * @throws IllegalStateException if one of them does not come up
     */
    static HttpServers start(Path log) {
        HttpServers servers = new HttpServers(log);
        try {
            for (Side side : Side.values()) {
                servers.start(side);
            }
            return servers;
        } catch (RuntimeException e) {
            servers.close();
            throw e;
        }
    }

    @Override
    public synchronized int port(Side side) {
        return Objects.requireNonNull(ports.get(side));
    }

    @Override
    public synchronized void start(Side side) {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                InventoryServer.class.getName(),
                side.region(),
                Integer.toString(ports.getOrDefault(side, 0)));
        builder.redirectError(Redirect.appendTo(log.toFile()));
        try {
            Process process = builder.start();
            running.put(side, process);
            // Its standard input stays open: its end tells the service that this process is gone.
            String line = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            if (line == null) {
                throw new IllegalStateException("the service " + side.region() + " did not start; see " + log);
            }
            ports.put(side, Integer.parseInt(line));
        } catch (IOException e) {
            throw new UncheckedIOException("the service " + side.region() + " could not be started", e);
        }
    }

    @Override
    public synchronized void kill(Side side) {
        Process process = running.remove(side);
        if (process == null) {
            throw new IllegalStateException("the service " + side.region() + " does not run");
        }
        process.destroyForcibly();
        try {
            if (!process.waitFor(DEAD_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the service " + side.region() + " survived SIGKILL");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        killAll();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ending) {
            // The process ends anyway, and its hooks run.
        }
    }

    // Without the lock: at the end of the process nobody waits for a start that is under way.
    private void killAll() {
        running.values().forEach(Process::destroyForcibly);
    }
}

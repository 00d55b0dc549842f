package dev.heal.examples.demo.region;

import dev.heal.examples.regions.services.InventoryServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Two inventory services, each a JVM of its own. */
final class HttpServers implements Servers {

    private static final Duration START_WITHIN = Duration.ofSeconds(20);
    private static final long DEAD_WITHIN_SECONDS = 5;

    private final Path log;
    private final Class<?> program;
    private final Duration startWithin;
    private final Map<Side, Process> running = new ConcurrentHashMap<>();
    private final Map<Side, Integer> ports = new EnumMap<>(Side.class);
    private final Thread atExit = new Thread(this::killAll, "kill-services");

    private HttpServers(Path log, Class<?> program, Duration startWithin) {
        this.log = log;
        this.program = program;
        this.startWithin = startWithin;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Starts both.
     *
     * @param log where their own words go
     * @throws IllegalStateException if one of them does not come up
     */
    static HttpServers start(Path log) {
        return start(log, InventoryServer.class, START_WITHIN);
    }

    /** @param program writes its port as its first line, within so long */
    static HttpServers start(Path log, Class<?> program, Duration within) {
        HttpServers servers = new HttpServers(log, program, within);
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
                program.getName(),
                side.region(),
                Integer.toString(ports.getOrDefault(side, 0)));
        builder.redirectError(Redirect.appendTo(log.toFile()));
        try {
            Process process = builder.start();
            running.put(side, process);
            // Its standard input stays open: its end tells the service that this process is gone.
            ports.put(side, Integer.parseInt(firstLine(side, process)));
        } catch (IOException e) {
            throw new UncheckedIOException("the service " + side.region() + " could not be started", e);
        }
    }

    private String firstLine(Side side, Process process) {
        CompletableFuture<@Nullable String> line = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(process, line), "first-line-" + side.region());
        reader.setDaemon(true);
        reader.start();
        try {
            String said = line.get(startWithin.toMillis(), TimeUnit.MILLISECONDS);
            if (said == null) {
                throw new IllegalStateException("the service " + side.region() + " did not start; see " + log);
            }
            return said;
        } catch (TimeoutException silent) {
            // Dead, it also ends the thread that reads.
            kill(side);
            throw new IllegalStateException("the service " + side.region() + " named no port within "
                    + startWithin.toMillis() + " ms; see " + log);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the service " + side.region() + " could not be read", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void read(Process process, CompletableFuture<@Nullable String> line) {
        try {
            line.complete(new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine());
        } catch (IOException e) {
            line.completeExceptionally(e);
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

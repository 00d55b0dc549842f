package dev.heal.examples.demo.region;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server and its standby: made from a cold copy of the first one's files, kept up to date by streaming. */
final class PostgresServers implements Servers {

    private static final Duration START_WITHIN = Duration.ofSeconds(30);
    private static final Duration DEAD_WITHIN = Duration.ofSeconds(5);
    private static final long LOOK_NANOS = 5_000_000;

    private static final String SHOP = """
            create table item (id bigint primary key, name text not null, stock int not null);
            create table orders (id bigserial primary key, item bigint not null references item);
            insert into item select n, 'item ' || n, 10 * n from generate_series(1, 100) n;
            """;

    private final Path programs;
    private final Path directory;
    private final Map<Side, EmbeddedPostgres> running = new EnumMap<>(Side.class);
    private final Map<Side, Integer> ports = new EnumMap<>(Side.class);

    private PostgresServers(Path programs, Path directory) {
        this.programs = programs;
        this.directory = directory;
    }

    /**
     * Starts both.
     *
     * @param programs where the server itself is unpacked, once for all runs
     * @param directory where all their files are; their own words are in {@code demo-postgres.log}
     * @throws UncheckedIOException if one of them does not come up
     */
    static PostgresServers start(Path programs, Path directory) {
        PostgresServers servers = new PostgresServers(programs, directory);
        try {
            servers.start(Side.EAST);
            servers.fill();
            close(servers.running.remove(Side.EAST));
            servers.copyColdly();
            servers.start(Side.EAST);
            servers.start(Side.WEST);
            return servers;
        } catch (IOException e) {
            servers.close();
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            servers.close();
            throw new IllegalStateException("the shop's tables could not be made: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            servers.close();
            throw e;
        }
    }

    private void fill() throws SQLException {
        EmbeddedPostgres east = Objects.requireNonNull(running.get(Side.EAST));
        try (Connection connection = east.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(SHOP);
        }
    }

    /** How many orders it has. */
    synchronized int orders(Side side) throws SQLException {
        EmbeddedPostgres server = Objects.requireNonNull(running.get(side));
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select count(*) from orders")) {
            result.next();
            return result.getInt(1);
        }
    }

    private Path data(Side side) {
        return directory.resolve("postgres-" + side.region());
    }

    private void copyColdly() throws IOException {
        Path from = data(Side.EAST);
        Path to = data(Side.WEST);
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) throws IOException {
                // With its permissions: PostgreSQL starts on nothing that others may read.
                Files.copy(each, to.resolve(from.relativize(each)), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) throws IOException {
                if (!each.getFileName().toString().equals("epg-lock")) {
                    Files.copy(each, to.resolve(from.relativize(each)), StandardCopyOption.COPY_ATTRIBUTES);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        Files.createFile(to.resolve("standby.signal"));
        Files.writeString(
                to.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=" + port(Side.EAST) + " user=postgres'\n",
                StandardOpenOption.APPEND);
    }

    @Override
    public int port(Side side) {
        return Objects.requireNonNull(ports.get(side));
    }

    @Override
    public synchronized void start(Side side) {
        // What was killed has nothing left to stop; but its lock on the directory has to go.
        close(running.remove(side));
        Redirect log = Redirect.appendTo(directory.resolve("demo-postgres.log").toFile());
        EmbeddedPostgres.Builder server = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(programs.toFile())
                .setDataDirectory(data(side))
                .setCleanDataDirectory(false)
                .setPGStartupWait(START_WITHIN)
                // Each answer of the shop says by this which of them it came from.
                .setServerConfig("cluster_name", side.region())
                .setOutputRedirector(log)
                .setErrorRedirector(log);
        if (ports.containsKey(side)) {
            server.setPort(port(side));
        }
        try {
            EmbeddedPostgres started = server.start();
            ports.put(side, started.getPort());
            running.put(side, started);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the PostgreSQL server " + side.region() + " did not start; see "
                            + directory.resolve("demo-postgres.log"),
                    e);
        }
    }

    @Override
    public synchronized void kill(Side side) {
        List<ProcessHandle> processes = processes(side);
        processes.forEach(ProcessHandle::destroyForcibly);
        long latest = System.nanoTime() + DEAD_WITHIN.toNanos();
        while (processes.stream().anyMatch(ProcessHandle::isAlive)) {
            if (System.nanoTime() - latest > 0) {
                throw new IllegalStateException("the PostgreSQL server " + side.region() + " survived SIGKILL");
            }
            // Asked, not waited for: of processes that are not its own children Java learns late that they ended.
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** The postmaster first, then all that it has started. */
    private List<ProcessHandle> processes(Side side) {
        List<ProcessHandle> processes = new ArrayList<>();
        Path pidFile = data(side).resolve("postmaster.pid");
        try {
            long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).trim());
            ProcessHandle.of(pid).ifPresent(postmaster -> {
                processes.add(postmaster);
                postmaster.descendants().forEach(processes::add);
            });
            return processes;
        } catch (IOException e) {
            throw new UncheckedIOException("the PostgreSQL server " + side.region() + " does not run: " + pidFile, e);
        }
    }

    @Override
    public synchronized void close() {
        // The standby first: a primary waits until its standby has all.
        close(running.remove(Side.WEST));
        close(running.remove(Side.EAST));
    }

    private static void close(@Nullable EmbeddedPostgres server) {
        try {
            if (server != null) {
                server.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL on port " + server.getPort() + " did not stop", e);
        }
    }
}

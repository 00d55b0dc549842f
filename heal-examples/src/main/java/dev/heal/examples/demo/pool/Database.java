package dev.heal.examples.demo.pool;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;

/** A real PostgreSQL server, with all its files below one directory. */
final class Database implements AutoCloseable {

    private final EmbeddedPostgres server;

    private Database(EmbeddedPostgres server) {
        this.server = server;
    }

    /** @throws UncheckedIOException if the server does not come up; its own words are in {@code demo-postgres.log} */
    static Database start(Path directory) {
        Redirect log = Redirect.appendTo(directory.resolve("demo-postgres.log").toFile());
        try {
            return new Database(EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(directory.resolve("postgres").toFile())
                    .setOutputRedirector(log)
                    .setErrorRedirector(log)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "PostgreSQL did not start; see " + directory.resolve("demo-postgres.log"), e);
        }
    }

    int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL on port " + port() + " did not stop", e);
        }
    }
}

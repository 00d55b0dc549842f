package dev.heal.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a JVM of its own: it says its port when it is up, and goes when its standard input is closed. */
final class Server implements AutoCloseable {

    private static final String PORT = "port ";
    private static final long PATIENCE_SECONDS = 10;

    private final Process process;
    private final int port;

    /**
     * Waits until it is up.
     *
     * @throws IOException if it ended before; the message says where to read why
     */
    Server(List<String> command, Path log) throws IOException {
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try {
            port = port(process.inputReader(), log);
        } catch (Throwable notUp) {
            process.destroyForcibly();
            throw notUp;
        }
    }

    private static int port(BufferedReader out, Path log) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(PORT)) {
                return Integer.parseInt(line.substring(PORT.length()).strip());
            }
        }
        throw new IOException("the server ended before it was up; its words are in " + log.toAbsolutePath());
    }

    int port() {
        return port;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}

package dev.heal.benchmarks.overload.real;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;

/**
 * What a server has done and cost so far.
 *
 * @param nanos when, by the server's clock
 * @param cpuNanos processor time of its process, user and system
 * @param done requests that workers have worked for
 * @param busyNanos how long they have, in all
 */
record Cost(long nanos, long cpuNanos, long done, long busyNanos) {

    private static final int PATIENCE_MILLIS = 60_000;

    byte[] line() {
        return (nanos + " " + cpuNanos + " " + done + " " + busyNanos).getBytes(StandardCharsets.US_ASCII);
    }

    static Cost parse(String line) {
        String[] parts = line.strip().split(" ");
        if (parts.length != 4) {
            throw new IllegalArgumentException("not what a server has done: \"" + line + "\"");
        }
        return new Cost(
                Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3]));
    }

    static Cost of(int port) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + port + OverloadServer.FIGURES);
        URLConnection connection = uri.toURL().openConnection();
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        try (InputStream in = connection.getInputStream()) {
            return parse(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
        }
    }

    Cost minus(Cost earlier) {
        return new Cost(
                nanos - earlier.nanos, cpuNanos - earlier.cpuNanos, done - earlier.done, busyNanos - earlier.busyNanos);
    }

    /** Processor time a nanosecond. */
    double processors() {
        return (double) cpuNanos / nanos;
    }
}

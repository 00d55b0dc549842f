package dev.heal.benchmarks.endpoint;

import dev.heal.benchmarks.fork.Figures;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;

/** Asks one server at a fixed rate, in a JVM of its own; writes its figures to standard output. */
public final class EndpointClient {

    /** More than a server of a few processors can have under way without being lost anyway. */
    private static final int CONNECTIONS = 64;

    private EndpointClient() {}

    /**
     * What is asked.
     *
     * @param perSecond requests a second
     */
    public record Job(int port, int perSecond, int warmUpSeconds, int seconds) {

        public Job {
            if (port < 1 || perSecond < 1 || warmUpSeconds < 1 || seconds < 1) {
                throw new IllegalArgumentException("a port, a rate and times above 0 are needed, not " + port + ", "
                        + perSecond + ", " + warmUpSeconds + " and " + seconds);
            }
        }

        public List<String> arguments() {
            return List.of(
                    String.valueOf(port),
                    String.valueOf(perSecond),
                    String.valueOf(warmUpSeconds),
                    String.valueOf(seconds));
        }

        static Job parse(String... arguments) {
            if (arguments.length != 4) {
                throw new IllegalArgumentException("needs port, requests a second, warm-up and seconds, not \""
                        + String.join(" ", arguments) + "\"");
            }
            return new Job(
                    Integer.parseInt(arguments[0]),
                    Integer.parseInt(arguments[1]),
                    Integer.parseInt(arguments[2]),
                    Integer.parseInt(arguments[3]));
        }
    }

    public static void main(String[] arguments) throws Exception {
        System.out.print(run(Job.parse(arguments)).lines());
        System.out.flush();
    }

    static Figures run(Job job) throws IOException, InterruptedException {
        OpenLoop loop = new OpenLoop(() -> asker(job.port()), CONNECTIONS, System::nanoTime);
        loop.run(job.perSecond() * job.warmUpSeconds(), job.perSecond());
        ServerFigures before = server(job.port());
        Latencies latencies = loop.run(job.perSecond() * job.seconds(), job.perSecond());
        ServerFigures after = server(job.port());
        TreeMap<String, Double> figures = new TreeMap<>();
        figures.put("requests", (double) latencies.count());
        figures.put("errors", (double) latencies.errors());
        figures.put("cpu.us", (after.cpuNanos() - before.cpuNanos()) / 1e3 / latencies.count());
        figures.put("rss.mib", after.residentBytes() / 1048576.0);
        figures.put("p50.us", latencies.quantile(0.5) / 1e3);
        figures.put("p99.us", latencies.quantile(0.99) / 1e3);
        figures.put("p999.us", latencies.quantile(0.999) / 1e3);
        return new Figures(figures);
    }

    private static OpenLoop.Asker asker(int port) throws IOException {
        Connection connection = new Connection(port);
        return new OpenLoop.Asker() {
            @Override
            public void ask(int request) throws IOException {
                connection.get("/price/" + request);
            }

            @Override
            public void close() throws IOException {
                connection.close();
            }
        };
    }

    private static ServerFigures server(int port) throws IOException {
        try (Connection connection = new Connection(port)) {
            return ServerFigures.parse(connection.get("/figures"));
        }
    }
}

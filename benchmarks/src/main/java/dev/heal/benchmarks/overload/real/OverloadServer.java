package dev.heal.benchmarks.overload.real;

import com.sun.management.OperatingSystemMXBean;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/**
 * Tomcat with one contestant, on a port of the system's choice on the loopback. Ends when its standard input ends.
 *
 * <p>The contestant stands there three times, each with workers of its own: before {@link #WARM}, so that what is measured is
 * compiled but has not seen a load yet; before {@link #WORK}; and, with all taken for good, before {@link #FULL}.
 */
public final class OverloadServer implements AutoCloseable {

    static final String WARM = "/warm/";
    static final String WORK = "/surge/";
    static final String FULL = "/full/";

    /** The same, which turns away by a status after which Tomcat keeps the connection. */
    static final String FULL_KEPT = "/full-kept/";

    /** Answers at once, with nothing before it: what a request costs anyway. */
    static final String EMPTY = "/empty/";

    static final String FIGURES = "/figures/";

    /** Tomcat's own default. */
    private static final int THREADS = 200;

    private static final int UNAVAILABLE = HttpServletResponse.SC_SERVICE_UNAVAILABLE;
    /** Half of Tomcat's own default: with nothing before its workers a server fills them all, and must not die of it. */
    private static final int MOST_CONNECTIONS = 4_096;

    private final Tomcat tomcat = new Tomcat();
    private final Path directory;
    private final int port;

    OverloadServer(Contender contender) throws IOException, LifecycleException {
        Logger.getLogger("org.apache").setLevel(Level.SEVERE);
        directory = Files.createTempDirectory("heal-overload-");
        tomcat.setBaseDir(directory.toString());
        Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("maxThreads", String.valueOf(THREADS));
        connector.setProperty("maxConnections", String.valueOf(MOST_CONNECTIONS));
        connector.setProperty("acceptCount", "4096");
        // Connections are kept by whom the client likes, not for a hundred requests.
        connector.setProperty("maxKeepAliveRequests", "-1");
        connector.setProperty("keepAliveTimeout", "600000");
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", directory.toString());
        Work work = new Work();
        add(context, WARM, contender.gate(false), new Work(), UNAVAILABLE);
        add(context, WORK, contender.gate(false), work, UNAVAILABLE);
        if (contender.rejects()) {
            Gate full = contender.gate(true);
            full.fill();
            add(context, FULL, full, new Work(), UNAVAILABLE);
            add(context, FULL_KEPT, full, new Work(), Front.TOO_MANY);
        }
        add(context, EMPTY, new Empty());
        add(context, FIGURES, new Figures(work));
        tomcat.start();
        port = connector.getLocalPort();
    }

    /** @param arguments the name of one of {@link Contender} */
    public static void main(String[] arguments) throws IOException, LifecycleException {
        try (OverloadServer server = new OverloadServer(Contender.valueOf(arguments[0]))) {
            System.out.println("port " + server.port());
            System.out.flush();
            long ignored = System.in.transferTo(OutputStream.nullOutputStream());
        }
        System.exit(0);
    }

    private static void add(Context context, String path, Gate gate, Work work, int rejection) {
        add(context, path, new Front(gate, work, rejection));
        Filter filter = gate.filter(rejection);
        if (filter != null) {
            FilterDef definition = new FilterDef();
            definition.setFilterName(path);
            definition.setFilter(filter);
            definition.setAsyncSupported("true");
            context.addFilterDef(definition);
            FilterMap mapping = new FilterMap();
            mapping.setFilterName(path);
            mapping.addURLPatternDecoded(path + "*");
            context.addFilterMap(mapping);
        }
    }

    private static void add(Context context, String path, HttpServlet servlet) {
        Tomcat.addServlet(context, path, servlet).setAsyncSupported(true);
        context.addServletMappingDecoded(path + "*", path);
    }

    int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException gone) {
            throw new IOException("the server did not stop", gone);
        } finally {
            delete();
        }
    }

    private void delete() throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(directory)) {
            all = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }

    private static final class Empty extends HttpServlet {
        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            response.setContentLength(0);
        }
    }

    /** What the server has done and cost so far, as {@link Cost} reads it. */
    private static final class Figures extends HttpServlet {
        private final transient Work work;
        private final transient OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

        Figures(Work work) {
            this.work = work;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            byte[] line = new Cost(System.nanoTime(), system.getProcessCpuTime(), work.done(), work.busyNanos()).line();
            response.setContentLength(line.length);
            response.getOutputStream().write(line);
        }
    }
}

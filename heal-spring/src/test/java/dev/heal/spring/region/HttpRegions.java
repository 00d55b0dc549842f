package dev.heal.spring.region;

import com.sun.net.httpserver.HttpServer;
import dev.heal.detect.HttpProbe;
import dev.heal.region.RegionRouter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** Two HTTP servers of this process, each with what it was asked for; one may die and come back on its port. */
public final class HttpRegions implements AutoCloseable {

    /** One of them. */
    public static final class Place implements AutoCloseable {

        private final String name;
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final int port;
        private HttpServer server;

        /** Method and path of each request but those of the probe. */
        public final List<String> asked = new CopyOnWriteArrayList<>();

        /** What it answers. */
        public volatile int status = 200;

        /** What its answers wait for. */
        public volatile CountDownLatch hold = new CountDownLatch(0);

        Place(String name) {
            this.name = name;
            this.server = serve(0);
            this.port = server.getAddress().getPort();
        }

        private HttpServer serve(int on) {
            try {
                HttpServer fresh = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), on), 0);
                fresh.setExecutor(threads);
                fresh.createContext("/", exchange -> {
                    String path = exchange.getRequestURI().toString();
                    if (!path.equals("/inventory/health")) {
                        asked.add(exchange.getRequestMethod() + " " + path);
                    }
                    byte[] body = name.getBytes(java.nio.charset.StandardCharsets.UTF_8);
                    exchange.getRequestBody().readAllBytes();
                    passes(hold);
                    exchange.sendResponseHeaders(
                            status, exchange.getRequestMethod().equals("HEAD") ? -1 : body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
                fresh.start();
                return fresh;
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        private static void passes(CountDownLatch hold) {
            try {
                hold.await();
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        }

        /** The address that requests begin with. */
        public URI address() {
            return URI.create("http://127.0.0.1:" + port + "/inventory");
        }

        public void dies() {
            server.stop(0);
        }

        public void returns() {
            server = serve(port);
        }

        @Override
        public void close() {
            server.stop(0);
            threads.shutdownNow();
        }
    }

    public final Place east = new Place("east");
    public final Place west = new Place("west");

    /** East is home, west stands by. */
    public RegionRouter<URI> router(UnaryOperator<RegionRouter.Builder<URI>> more) {
        return more.apply(RegionRouter.<URI>named("inventory")
                        .region("east", east.address())
                        .standby("west", west.address())
                        .probe(base -> new HttpProbe(base, "/health")))
                .build();
    }

    @Override
    public void close() {
        east.close();
        west.close();
    }
}

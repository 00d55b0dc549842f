package dev.heal.examples.regions.services;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * An inventory service, a process of its own: {@code InventoryServer REGION PORT}. Writes the port that it listens on, a
 * free one for 0, as the first line of its standard output; ends when its standard input does, so that it never outlives
 * who has started it.
 */
public final class InventoryServer {

    private static final long WORK_NANOS = 20_000_000;

    private InventoryServer() {}

    /** Serves until standard input ends. */
    @SuppressWarnings("SystemExitOutsideMain")
    public static void main(String[] arguments) throws IOException {
        String region = arguments[0];
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1])), 256);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/items/", exchange -> items(exchange, region));
        server.createContext("/health", exchange -> answer(exchange, 200, "{}"));
        server.start();
        System.out.println(server.getAddress().getPort());
        while (System.in.read() != -1) {
            // Nothing is said here: it only waits for the end.
        }
        System.exit(0);
    }

    private static void items(HttpExchange exchange, String region) throws IOException {
        if (exchange.getRequestMethod().equals("POST")) {
            // Also where it only stands by: a service cannot know; who sends orders there has lost them.
            answer(exchange, 201, "{\"servedBy\": \"" + region + "\"}");
            return;
        }
        // Stands for what a real inventory does here.
        LockSupport.parkNanos(WORK_NANOS);
        long id = Long.parseLong(exchange.getRequestURI().getPath().substring("/items/".length()));
        answer(
                exchange,
                200,
                "{\"id\": " + id + ", \"name\": \"item " + id + "\", \"stock\": " + 10 * id + ", \"servedBy\": \""
                        + region + "\"}");
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}

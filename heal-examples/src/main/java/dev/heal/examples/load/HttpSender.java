package dev.heal.examples.load;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Asks the shop for one item after the other over HTTP; gives up after the deadline. Right is a 200. */
public final class HttpSender implements LoadGenerator.Sender, AutoCloseable {

    private static final int ITEMS = 100;

    private final URI shop;
    private final Duration deadline;
    private final ExecutorService threads = Executors.newFixedThreadPool(2, task -> {
        Thread daemon = new Thread(task, "load");
        daemon.setDaemon(true);
        return daemon;
    });
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(threads)
            .build();

    /** A sender to the shop at this base address, for example {@code http://127.0.0.1:8080}. */
    public HttpSender(URI shop, Duration deadline) {
        this.shop = shop;
        this.deadline = deadline;
    }

    @Override
    public CompletionStage<Boolean> send(long number) {
        HttpRequest request = HttpRequest.newBuilder(shop.resolve("/items/" + (number % ITEMS + 1)))
                .timeout(deadline)
                .build();
        return client.sendAsync(request, BodyHandlers.discarding()).thenApply(answer -> answer.statusCode() == 200);
    }

    /** Abandons what is still on its way. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}

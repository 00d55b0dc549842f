package dev.heal.examples.load;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/** Asks over HTTP, and gives up after the deadline. */
public final class HttpSender implements LoadGenerator.Sender, AutoCloseable {

    private final LongFunction<HttpRequest.Builder> question;
    private final Predicate<HttpResponse<String>> right;
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

    /**
     * @param question what is asked, by its number
     * @param right whether the answer is the right one; asked on any thread
     */
    public HttpSender(
            LongFunction<HttpRequest.Builder> question, Predicate<HttpResponse<String>> right, Duration deadline) {
        this.question = question;
        this.right = right;
        this.deadline = deadline;
    }

    @Override
    public CompletionStage<Boolean> send(long number) {
        HttpRequest request = question.apply(number).timeout(deadline).build();
        return client.sendAsync(request, BodyHandlers.ofString()).thenApply(right::test);
    }

    /** Abandons what is still on its way. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}

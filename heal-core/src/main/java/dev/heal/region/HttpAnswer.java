package dev.heal.region;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the application waits for that has sent a request. Cancelled, it cancels what is under way, be it the first try or the
 * second.
 */
final class HttpAnswer<T> extends CompletableFuture<HttpResponse<T>> {

    /** Sends a request for good. */
    interface Send<T> {
        CompletableFuture<HttpResponse<T>> to(HttpRequest request);
    }

    private final FirstTry<URI> turn;
    private final Function<Region<URI>, HttpRequest> at;
    private final Send<T> send;
    private final boolean mayRepeat;
    private volatile @Nullable CompletableFuture<HttpResponse<T>> underWay;

    /** @param at the request as it is sent to a region; throws if it must not be */
    HttpAnswer(FirstTry<URI> turn, Function<Region<URI>, HttpRequest> at, Send<T> send, boolean mayRepeat) {
        this.turn = turn;
        this.at = at;
        this.send = send;
        this.mayRepeat = mayRepeat;
    }

    HttpAnswer<T> begin() {
        HttpRequest first = at.apply(turn.region());
        try {
            begin(turn.region(), first, this::failedFirst);
        } catch (RuntimeException failure) {
            failedFirst(failure);
        }
        return this;
    }

    private void begin(Region<URI> region, HttpRequest request, Consumer<Throwable> failed) {
        Exchange exchange = Exchange.enter(region);
        turn.sent();
        CompletableFuture<HttpResponse<T>> inner;
        try {
            inner = send.to(request);
        } catch (RuntimeException | Error failure) {
            exchange.ended(failure);
            throw failure;
        }
        underWay = inner;
        exchange.cuttable(inner);
        inner.whenComplete((response, failure) -> {
            if (failure == null) {
                exchange.ended(response.statusCode());
                complete(response);
            } else {
                failed.accept(exchange.ended(Stages.cause(failure)));
            }
        });
        if (isCancelled()) {
            inner.cancel(true);
        }
    }

    private void failedFirst(Throwable first) {
        try {
            Region<URI> next = mayRepeat && !isDone() ? turn.again(first) : null;
            if (next == null) {
                completeExceptionally(first);
                return;
            }
            begin(next, at.apply(next), second -> failedAgain(second, first));
        } catch (RuntimeException | Error second) {
            failedAgain(second, first);
        }
    }

    private void failedAgain(Throwable second, Throwable first) {
        FirstTry.withFirst(second, first);
        completeExceptionally(second);
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        boolean isCancelled = super.cancel(mayInterrupt);
        CompletableFuture<HttpResponse<T>> inner = underWay;
        if (isCancelled && inner != null) {
            inner.cancel(true);
        }
        return isCancelled;
    }

    /** A stage that depends on it is a plain one. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}

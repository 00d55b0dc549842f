package dev.heal.spring.web;

import dev.heal.admission.CutOff;
import dev.heal.admission.LoadShedException;
import dev.heal.admission.LoadShedder;
import dev.heal.admission.Priority;
import dev.heal.admission.Request;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The load shedder before WebFlux: who waits holds no thread. Whatever breaks here lets the request through.
 */
public final class LoadShedderWebFilter implements WebFilter, Ordered {

    private static final String SEEN = LoadShedderWebFilter.class.getName();

    private final LoadShedder shedder;
    private final Requests requests;
    private final Hints hints;
    private final int order;

    /** Those who have waited go on there, so that they do not keep the thread of the request whose end let them in. */
    private final Scheduler threads = Schedulers.parallel();

    public LoadShedderWebFilter(LoadShedder shedder, Requests requests, int order) {
        this.shedder = shedder;
        this.requests = requests;
        this.hints = new Hints(shedder);
        this.order = order;
    }

    @Override
    public int getOrder() {
        return order;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (exchange.getAttributes().putIfAbsent(SEEN, true) != null) {
            return chain.filter(exchange);
        }
        Request asked;
        Priority priority;
        try {
            Reactive incoming = new Reactive(exchange);
            asked = requests.read(incoming);
            priority = asked == null ? requests.ofExempt(incoming) : asked.priority();
        } catch (RuntimeException | LinkageError broken) {
            return chain.filter(exchange);
        }
        if (asked == null) {
            return served(exchange, chain, priority);
        }
        CompletableFuture<Void> end = new CompletableFuture<>();
        // Empty for whoever is let in, so that an exception of the application's own is never taken for a rejection.
        return letIn(asked, end)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(rejected -> {
                    if (rejected.isPresent()) {
                        Mono<Void> rejection = reject(exchange.getResponse(), rejected.get());
                        return rejection == null ? served(exchange, chain, priority) : rejection;
                    }
                    ServerHttpResponse response = exchange.getResponse();
                    // What is told is of the moment of the answer: what was true at the admission may be long over.
                    response.beforeCommit(() -> Mono.fromRunnable(() -> hint(response)));
                    return served(exchange, chain, priority);
                })
                .doFinally(signal -> end.complete(null));
    }

    /** The rejection, if there is one. */
    private Mono<LoadShedException> letIn(Request asked, CompletableFuture<Void> end) {
        return Mono.<LoadShedException>create(sink -> {
            Entry entry = new Entry(sink, end, threads);
            try {
                CompletionStage<Void> stage = shedder.callStage(asked, entry::admitted);
                entry.asked();
                // Who has gone away gives his place in the room to others.
                sink.onCancel(() -> stage.toCompletableFuture().cancel(false));
                stage.whenComplete((nothing, failure) -> {
                    if (failure != null) {
                        entry.failed(failure);
                    }
                });
            } catch (LoadShedException rejected) {
                sink.success(rejected);
            } catch (RuntimeException | LinkageError broken) {
                sink.success();
            }
        });
    }

    /** One request on its way in. */
    private static final class Entry {

        private final MonoSink<LoadShedException> sink;
        private final CompletableFuture<Void> end;
        private final Scheduler threads;
        private volatile boolean hasWaited;

        Entry(MonoSink<LoadShedException> sink, CompletableFuture<Void> end, Scheduler threads) {
            this.sink = sink;
            this.end = end;
            this.threads = threads;
        }

        /** The shedder has answered the question, if only by having it wait. */
        void asked() {
            hasWaited = true;
        }

        /** It is under way until {@code end}, which has come already if the client has gone away while it waited. */
        CompletionStage<Void> admitted() {
            if (!hasWaited) {
                sink.success();
            } else {
                threads.schedule(sink::success);
            }
            return end;
        }

        void failed(Throwable failure) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            if (cause instanceof LoadShedException rejected) {
                sink.success(rejected);
            } else {
                sink.success();
            }
        }
    }

    private static Mono<Void> served(ServerWebExchange exchange, WebFilterChain chain, Priority priority) {
        return chain.filter(exchange).contextWrite(context -> context.put(ServedPriority.KEY, priority));
    }

    private void hint(ServerHttpResponse response) {
        try {
            String hint = hints.ofAnswer();
            if (hint != null && response.getHeaders().getFirst(CutOff.HEADER) == null) {
                response.getHeaders().set(CutOff.HEADER, hint);
            }
        } catch (RuntimeException | LinkageError broken) {
            // Then this client hears nothing.
        }
    }

    /** Null if nothing could be said; then nothing of the answer is changed. */
    private @Nullable Mono<Void> reject(ServerHttpResponse response, LoadShedException rejection) {
        String retryAfter;
        String hint;
        try {
            retryAfter = Hints.retryAfter(rejection);
            hint = hints.ofRejection(rejection);
        } catch (RuntimeException | LinkageError broken) {
            return null;
        }
        response.setRawStatusCode(requests.status());
        response.getHeaders().set("Retry-After", retryAfter);
        response.getHeaders().set(CutOff.HEADER, hint);
        response.getHeaders().setContentLength(0);
        hints.note();
        return response.setComplete();
    }

    private record Reactive(ServerWebExchange exchange) implements Incoming {

        @Override
        public Object source() {
            return exchange;
        }

        @Override
        public PathContainer path() {
            return exchange.getRequest().getPath().pathWithinApplication();
        }

        @Override
        public String method() {
            return exchange.getRequest().getMethod().name();
        }

        @Override
        public @Nullable String header(String name) {
            return exchange.getRequest().getHeaders().getFirst(name);
        }

        @Override
        public @Nullable String remoteAddress() {
            InetSocketAddress remote = exchange.getRequest().getRemoteAddress();
            if (remote == null) {
                return null;
            }
            // A forwarded address is never resolved, and stays a text.
            return remote.getAddress() == null
                    ? remote.getHostString()
                    : remote.getAddress().getHostAddress();
        }

        /** Where forwarded addresses are read this is not the peer's, which is why it does not count then. */
        @Override
        public @Nullable String peerAddress() {
            return remoteAddress();
        }

        /** Nobody has logged in yet, and the login cannot be waited for here. */
        @Override
        public @Nullable String principal() {
            return null;
        }
    }
}

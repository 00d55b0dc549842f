package dev.heal.guard;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.core.functions.CheckedConsumer;
import io.github.resilience4j.core.functions.CheckedRunnable;
import io.github.resilience4j.core.functions.CheckedSupplier;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Resilience4j's ways to call through a breaker, each a few lines on top of one primitive: {@link #enter}, then exactly one of
 * {@link #succeeded} and {@link #failed}, also where the call ends with an {@code Error}.
 */
abstract class CallingBreaker extends DelegatingBreaker {

    CallingBreaker(CircuitBreaker delegate) {
        super(delegate);
    }

    /**
     * Asks to be let in.
     *
     * @return the token that one of the two endings takes
     * @throws CallNotPermittedException if the call is not let in
     */
    abstract long enter();

    abstract void succeeded(long token, @Nullable Object result);

    abstract void failed(long token, Throwable error);

    @Override
    public <T> T executeCheckedSupplier(CheckedSupplier<T> body) throws Throwable {
        long token = enter();
        T result;
        try {
            result = body.get();
        } catch (Throwable error) {
            failed(token, error);
            throw error;
        }
        succeeded(token, result);
        return result;
    }

    @Override
    public <T> T executeSupplier(Supplier<T> body) {
        long token = enter();
        T result;
        try {
            result = body.get();
        } catch (Throwable error) {
            failed(token, error);
            throw error;
        }
        succeeded(token, result);
        return result;
    }

    @Override
    public <T> T executeCallable(Callable<T> body) throws Exception {
        long token = enter();
        T result;
        try {
            result = body.call();
        } catch (Throwable error) {
            failed(token, error);
            throw error;
        }
        succeeded(token, result);
        return result;
    }

    @Override
    public void executeRunnable(Runnable body) {
        long token = enter();
        try {
            body.run();
        } catch (Throwable error) {
            failed(token, error);
            throw error;
        }
        succeeded(token, null);
    }

    @Override
    public void executeCheckedRunnable(CheckedRunnable body) throws Throwable {
        long token = enter();
        try {
            body.run();
        } catch (Throwable error) {
            failed(token, error);
            throw error;
        }
        succeeded(token, null);
    }

    /** A call that is not let in, or fails before there is a stage, is told by the stage, as Resilience4j does. */
    @Override
    public <T> CompletionStage<T> executeCompletionStage(Supplier<CompletionStage<T>> body) {
        long token;
        try {
            token = enter();
        } catch (CallNotPermittedException keptOut) {
            return CompletableFuture.failedFuture(keptOut);
        }
        CompletionStage<T> stage;
        try {
            stage = Objects.requireNonNull(body.get(), "the body gave no stage");
        } catch (Throwable error) {
            failed(token, error);
            if (error instanceof Error) {
                throw error;
            }
            return CompletableFuture.failedFuture(error);
        }
        CompletableFuture<T> promise = new CompletableFuture<>();
        stage.whenComplete((result, error) -> {
            if (error == null) {
                succeeded(token, result);
                promise.complete(result);
            } else {
                failed(token, error);
                promise.completeExceptionally(error);
            }
        });
        return promise;
    }

    @Override
    public <T> Supplier<T> decorateSupplier(Supplier<T> body) {
        return () -> executeSupplier(body);
    }

    @Override
    public <T> Callable<T> decorateCallable(Callable<T> body) {
        return () -> executeCallable(body);
    }

    @Override
    public Runnable decorateRunnable(Runnable body) {
        return () -> executeRunnable(body);
    }

    @Override
    public <T> CheckedSupplier<T> decorateCheckedSupplier(CheckedSupplier<T> body) {
        return () -> executeCheckedSupplier(body);
    }

    @Override
    public CheckedRunnable decorateCheckedRunnable(CheckedRunnable body) {
        return () -> executeCheckedRunnable(body);
    }

    @Override
    public <T> Consumer<T> decorateConsumer(Consumer<T> body) {
        return value -> executeRunnable(() -> body.accept(value));
    }

    @Override
    public <T> CheckedConsumer<T> decorateCheckedConsumer(CheckedConsumer<T> body) {
        return value -> executeCheckedRunnable(() -> body.accept(value));
    }

    @Override
    public <T> Supplier<CompletionStage<T>> decorateCompletionStage(Supplier<CompletionStage<T>> body) {
        return () -> executeCompletionStage(body);
    }
}

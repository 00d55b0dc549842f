package dev.heal.guard;

import dev.heal.guard.Recorder.Calls;
import dev.heal.signal.Outcome;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.core.functions.CheckedConsumer;
import io.github.resilience4j.core.functions.CheckedRunnable;
import io.github.resilience4j.core.functions.CheckedSupplier;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An application's own breaker whose calls are recorded; made by a {@link Recorder}.
 *
 * <p>It behaves as the breaker within, which counts, decides, throws and tells its listeners all by itself. The one
 * difference: Resilience4j keeps the permit of a call that ends with an {@code Error}, and three of them stick a half-open
 * breaker for ever; such a permit is given back here, as far as calls go through this object's own methods and not through
 * the static ones of {@link CircuitBreaker}.
 *
 * <p>Resilience4j says at the end of a call how long it took, and not when it began: see
 * {@link dev.heal.signal.SignalWindow#endedAbout}.
 */
public final class RecordedBreaker extends DelegatingBreaker {

    private final Recorder recorder;
    private final Judgement judgement;

    RecordedBreaker(CircuitBreaker original, Recorder recorder) {
        super(original);
        this.recorder = recorder;
        this.judgement = Judgement.of(original);
    }

    /** The breaker within, or the breaker itself if it is not recorded. */
    public static CircuitBreaker original(CircuitBreaker breaker) {
        return breaker instanceof RecordedBreaker recorded ? recorded.delegate : breaker;
    }

    @Override
    public boolean tryAcquirePermission() {
        boolean letIn = delegate.tryAcquirePermission();
        Calls calls = recorder.calls();
        if (calls != null) {
            calls.asked(letIn);
        }
        return letIn;
    }

    @Override
    public void acquirePermission() {
        boolean letIn = false;
        try {
            delegate.acquirePermission();
            letIn = true;
        } finally {
            Calls calls = recorder.calls();
            if (calls != null) {
                calls.asked(letIn);
            }
        }
    }

    // Endings are recorded first: what was measured is true by now, and the breaker's listeners may take their time.

    @Override
    public void releasePermission() {
        Calls calls = recorder.calls();
        if (calls != null) {
            calls.endedUnmeasured(Outcome.IGNORED);
        }
        delegate.releasePermission();
    }

    @Override
    public void onSuccess(long duration, TimeUnit unit) {
        Calls calls = recorder.calls();
        if (calls != null) {
            calls.ended(Outcome.SUCCESS, duration, unit);
        }
        delegate.onSuccess(duration, unit);
    }

    @Override
    public void onResult(long duration, TimeUnit unit, @Nullable Object result) {
        Calls calls = recorder.calls();
        if (calls != null) {
            calls.ended(ofResult(result), duration, unit);
        }
        delegate.onResult(duration, unit, result);
    }

    @Override
    public void onError(long duration, TimeUnit unit, Throwable error) {
        Calls calls = recorder.calls();
        if (calls != null) {
            calls.ended(ofError(error), duration, unit);
        }
        delegate.onError(duration, unit, error);
    }

    /** Where the predicate throws, the breaker is about to throw the same, and what decorates it then tells of an error. */
    private Outcome ofResult(@Nullable Object result) {
        try {
            return judgement.ofResult(result);
        } catch (Throwable predicateFailed) {
            return Outcome.IGNORED;
        }
    }

    private Outcome ofError(Throwable error) {
        try {
            return judgement.ofError(error);
        } catch (Throwable predicateFailed) {
            return Outcome.FAILURE;
        }
    }

    /** The call was let in, and Resilience4j tells nobody that it has ended. */
    private <E extends Error> E lost(E error) {
        Calls calls = recorder.calls();
        if (calls != null) {
            calls.endedUnmeasured(ofError(error));
            delegate.releasePermission();
        }
        return error;
    }

    @Override
    public <T> T executeSupplier(Supplier<T> body) {
        try {
            return super.executeSupplier(body);
        } catch (Error error) {
            throw lost(error);
        }
    }

    @Override
    public <T> T executeCallable(Callable<T> body) throws Exception {
        try {
            return super.executeCallable(body);
        } catch (Error error) {
            throw lost(error);
        }
    }

    @Override
    public void executeRunnable(Runnable body) {
        try {
            super.executeRunnable(body);
        } catch (Error error) {
            throw lost(error);
        }
    }

    @Override
    public <T> T executeCheckedSupplier(CheckedSupplier<T> body) throws Throwable {
        try {
            return super.executeCheckedSupplier(body);
        } catch (Error error) {
            throw lost(error);
        }
    }

    @Override
    public void executeCheckedRunnable(CheckedRunnable body) throws Throwable {
        try {
            super.executeCheckedRunnable(body);
        } catch (Error error) {
            throw lost(error);
        }
    }

    @Override
    public <T> CompletionStage<T> executeCompletionStage(Supplier<CompletionStage<T>> body) {
        return observed(super.decorateCompletionStage(body));
    }

    @Override
    public <T> Supplier<T> decorateSupplier(Supplier<T> body) {
        Supplier<T> decorated = super.decorateSupplier(body);
        return () -> {
            try {
                return decorated.get();
            } catch (Error error) {
                throw lost(error);
            }
        };
    }

    @Override
    public <T> Callable<T> decorateCallable(Callable<T> body) {
        Callable<T> decorated = super.decorateCallable(body);
        return () -> {
            try {
                return decorated.call();
            } catch (Error error) {
                throw lost(error);
            }
        };
    }

    @Override
    public Runnable decorateRunnable(Runnable body) {
        Runnable decorated = super.decorateRunnable(body);
        return () -> {
            try {
                decorated.run();
            } catch (Error error) {
                throw lost(error);
            }
        };
    }

    @Override
    public <T> CheckedSupplier<T> decorateCheckedSupplier(CheckedSupplier<T> body) {
        CheckedSupplier<T> decorated = super.decorateCheckedSupplier(body);
        return () -> {
            try {
                return decorated.get();
            } catch (Error error) {
                throw lost(error);
            }
        };
    }

    @Override
    public CheckedRunnable decorateCheckedRunnable(CheckedRunnable body) {
        CheckedRunnable decorated = super.decorateCheckedRunnable(body);
        return () -> {
            try {
                decorated.run();
            } catch (Error error) {
                throw lost(error);
            }
        };
    }

    @Override
    public <T> Consumer<T> decorateConsumer(Consumer<T> body) {
        Consumer<T> decorated = super.decorateConsumer(body);
        return value -> {
            try {
                decorated.accept(value);
            } catch (Error error) {
                throw lost(error);
            }
        };
    }

    @Override
    public <T> CheckedConsumer<T> decorateCheckedConsumer(CheckedConsumer<T> body) {
        CheckedConsumer<T> decorated = super.decorateCheckedConsumer(body);
        return value -> {
            try {
                decorated.accept(value);
            } catch (Error error) {
                throw lost(error);
            }
        };
    }

    @Override
    public <T> Supplier<CompletionStage<T>> decorateCompletionStage(Supplier<CompletionStage<T>> body) {
        Supplier<CompletionStage<T>> decorated = super.decorateCompletionStage(body);
        return () -> observed(decorated);
    }

    private <T> CompletionStage<T> observed(Supplier<CompletionStage<T>> decorated) {
        CompletionStage<T> stage;
        try {
            stage = decorated.get();
        } catch (Error error) {
            throw lost(error);
        }
        // Of a stage that fails with a bare Error nobody is told either.
        stage.whenComplete((result, failure) -> {
            if (failure instanceof Error error) {
                lost(error);
            }
        });
        return stage;
    }
}

package dev.heal.guard.reactor;

import dev.heal.guard.Guard;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/**
 * One subscription is one call: it has been let in, and is ended once, by whichever of value, end, failure and cancellation
 * comes first, on whichever thread.
 */
final class GuardedSubscription<T> implements CoreSubscriber<T>, Subscription {

    private final CoreSubscriber<? super T> actual;
    private final Guard guard;
    private final long token;
    private final boolean atMostOne;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean answered;
    private volatile @Nullable Subscription upstream;

    /** @param atMostOne whether its first value is the whole answer */
    GuardedSubscription(CoreSubscriber<? super T> actual, Guard guard, long token, boolean atMostOne) {
        this.actual = actual;
        this.guard = guard;
        this.token = token;
        this.atMostOne = atMostOne;
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        upstream = subscription;
        actual.onSubscribe(this);
    }

    @Override
    public void onNext(T value) {
        answered = true;
        // Before it is passed on: a Mono's subscriber that has its value often cancels.
        if (atMostOne && ended.compareAndSet(false, true)) {
            quietly(() -> guard.succeeded(token, value));
        }
        actual.onNext(value);
    }

    @Override
    public void onComplete() {
        if (ended.compareAndSet(false, true)) {
            quietly(() -> guard.succeeded(token));
        }
        actual.onComplete();
    }

    @Override
    public void onError(Throwable error) {
        failed(error);
        actual.onError(error);
    }

    @Override
    public void request(long count) {
        Subscription subscription = upstream;
        if (subscription != null) {
            subscription.request(count);
        }
    }

    /** Whoever has had enough says nothing of the target, unless it has answered before. */
    @Override
    public void cancel() {
        if (ended.compareAndSet(false, true)) {
            quietly(answered ? () -> guard.succeeded(token) : () -> guard.ignored(token));
        }
        Subscription subscription = upstream;
        if (subscription != null) {
            subscription.cancel();
        }
    }

    void failed(Throwable error) {
        if (ended.compareAndSet(false, true)) {
            quietly(() -> guard.failed(token, error));
        }
    }

    /** Whatever goes wrong in counting must not keep a signal from its subscriber. */
    private static void quietly(Runnable ending) {
        try {
            ending.run();
        } catch (RuntimeException | LinkageError broken) {
            // The guard has counted the call all the same, and on a call thread nothing is logged.
        }
    }
}

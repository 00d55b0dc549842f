package dev.heal.spring.aspect;

import dev.heal.region.Region;
import dev.heal.region.RegionRouter;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/**
 * Between a call and those who have subscribed to it: what goes up, to the source, is in the call, and what comes down is not.
 * What they do with an answer that comes at once would else be taken for a part of the call, and be neither measured nor kept
 * out.
 */
final class BoundCall<R, T> implements CoreSubscriber<T>, Subscription {

    private final Region<R> region;
    private final CoreSubscriber<? super T> actual;
    private volatile @Nullable Subscription source;

    private BoundCall(Region<R> region, CoreSubscriber<? super T> actual) {
        this.region = region;
        this.actual = actual;
    }

    static <R, T> void subscribe(Publisher<T> source, Region<R> region, CoreSubscriber<? super T> actual) {
        BoundCall<R, T> call = new BoundCall<>(region, actual);
        call.inside(() -> source.subscribe(call));
    }

    private void inside(Runnable part) {
        RegionRouter<R> router = region.router();
        Region<R> before = router.bind(region);
        try {
            part.run();
        } finally {
            router.leave(before);
        }
    }

    private void outside(Runnable part) {
        RegionRouter<R> router = region.router();
        Region<R> within = router.isInCall() ? router.current() : null;
        router.leave(null);
        try {
            part.run();
        } finally {
            router.leave(within);
        }
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        source = subscription;
        outside(() -> actual.onSubscribe(this));
    }

    @Override
    public void onNext(T value) {
        outside(() -> actual.onNext(value));
    }

    @Override
    public void onError(Throwable error) {
        outside(() -> actual.onError(error));
    }

    @Override
    public void onComplete() {
        outside(actual::onComplete);
    }

    @Override
    public void request(long count) {
        Subscription subscription = source;
        if (subscription != null) {
            inside(() -> subscription.request(count));
        }
    }

    @Override
    public void cancel() {
        Subscription subscription = source;
        if (subscription != null) {
            inside(subscription::cancel);
        }
    }
}

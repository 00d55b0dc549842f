package dev.heal.guard.reactor;

import dev.heal.guard.Guard;
import java.util.function.UnaryOperator;
import org.reactivestreams.Publisher;
import reactor.core.CorePublisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.core.publisher.Operators;

/**
 * Sends subscriptions through a guard: {@code mono.transform(GuardOperator.of(guard))}, and for a {@code Flux} alike; also
 * with {@code transformDeferred}, which here makes no difference.
 *
 * <p>Each subscription is a call, and putting it together is none. The call is in flight until its value, its end, its
 * failure or its cancellation, whichever comes first, on whichever thread; a {@code Mono} has ended with its value, a
 * {@code Flux} with its end. A call that is not let in is a failure of the subscription, with
 * {@link dev.heal.guard.CallRejectedException}, and the source is not subscribed to. A cancellation says nothing of the
 * target, unless a value came before. The subscriber's context reaches the source.
 *
 * <p>Needs Reactor on the class path, as nothing else of heal's core does. Immutable; safe for use by all threads.
 *
 * @param <T> what is published
 */
public final class GuardOperator<T> implements UnaryOperator<Publisher<T>> {

    private final Guard guard;

    private GuardOperator(Guard guard) {
        this.guard = guard;
    }

    public static <T> GuardOperator<T> of(Guard guard) {
        return new GuardOperator<>(guard);
    }

    /** A guarded {@code Mono} of a {@code Mono}, a guarded {@code Flux} of anything else. */
    @Override
    public Publisher<T> apply(Publisher<T> source) {
        return source instanceof Mono<T> mono
                ? new GuardedMono<>(mono, guard)
                : new GuardedFlux<>(Flux.from(source), guard);
    }

    private static final class GuardedMono<T> extends MonoOperator<T, T> {
        private final Guard guard;

        GuardedMono(Mono<T> source, Guard guard) {
            super(source);
            this.guard = guard;
        }

        @Override
        public void subscribe(CoreSubscriber<? super T> actual) {
            GuardOperator.subscribe(source, guard, actual, true);
        }
    }

    private static final class GuardedFlux<T> extends FluxOperator<T, T> {
        private final Guard guard;

        GuardedFlux(Flux<T> source, Guard guard) {
            super(source);
            this.guard = guard;
        }

        @Override
        public void subscribe(CoreSubscriber<? super T> actual) {
            GuardOperator.subscribe(source, guard, actual, false);
        }
    }

    private static <T> void subscribe(
            CorePublisher<? extends T> source, Guard guard, CoreSubscriber<? super T> actual, boolean atMostOne) {
        long token;
        try {
            token = guard.enter();
        } catch (RuntimeException rejected) {
            Operators.error(actual, rejected);
            return;
        }
        GuardedSubscription<T> call = new GuardedSubscription<>(actual, guard, token, atMostOne);
        try {
            source.subscribe(call);
        } catch (Throwable thrown) {
            // A source that throws instead of failing must not leave its call in flight.
            call.failed(thrown);
            throw thrown;
        }
    }
}

package dev.heal.spring.aspect;

import dev.heal.guard.Guard;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.core.publisher.Operators;

/** Guards what Reactor answers. Apart, because Reactor need not be there. */
final class Publishers {

    private Publishers() {}

    /** The same publisher, each of whose subscriptions is a call; what is no publisher is left as it is. */
    static @Nullable Object guarded(Guard guard, @Nullable Object result) {
        if (result instanceof Mono<?> mono) {
            return new GuardedMono<>(mono, guard);
        }
        return result instanceof Publisher<?> publisher ? new GuardedFlux<>(Flux.from(publisher), guard) : result;
    }

    /** The same publisher, and what the fallback publishes where it fails. */
    static @Nullable Object withFallback(
            @Nullable Object result, Fallbacks fallbacks, Object target, @Nullable Object[] arguments) {
        if (result instanceof Mono<?> mono) {
            return withFallback(mono, fallbacks, target, arguments);
        }
        return result instanceof Publisher<?> publisher
                ? withFallback(Flux.from(publisher), fallbacks, target, arguments)
                : result;
    }

    private static <T> Mono<T> withFallback(
            Mono<T> mono, Fallbacks fallbacks, Object target, @Nullable Object[] arguments) {
        return mono.onErrorResume(error -> {
            Publisher<T> answer = answer(fallbacks, target, arguments, error);
            return answer == null ? Mono.error(error) : Mono.from(answer);
        });
    }

    private static <T> Flux<T> withFallback(
            Flux<T> flux, Fallbacks fallbacks, Object target, @Nullable Object[] arguments) {
        return flux.onErrorResume(error -> {
            Publisher<T> answer = answer(fallbacks, target, arguments, error);
            return answer == null ? Flux.error(error) : answer;
        });
    }

    /** Null if no fallback answers for it. The fallback's return type was checked: it publishes the same. */
    @SuppressWarnings("unchecked")
    private static <T> @Nullable Publisher<T> answer(
            Fallbacks fallbacks, Object target, @Nullable Object[] arguments, Throwable error) {
        Fallback fallback = fallbacks.closest(error);
        if (fallback == null) {
            return null;
        }
        try {
            Object answer = fallback.answer(target, arguments, error);
            return answer == null ? Mono.empty() : (Publisher<T>) answer;
        } catch (Throwable thrown) {
            return Mono.error(thrown);
        }
    }

    private static final class GuardedMono<T> extends MonoOperator<T, T> {
        private final Guard guard;

        GuardedMono(Mono<T> source, Guard guard) {
            super(source);
            this.guard = guard;
        }

        @Override
        public void subscribe(CoreSubscriber<? super T> actual) {
            GuardedSubscription<T> call = enter(guard, actual, true);
            if (call != null) {
                subscribed(call, () -> source.subscribe(call));
            }
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
            GuardedSubscription<T> call = enter(guard, actual, false);
            if (call != null) {
                subscribed(call, () -> source.subscribe(call));
            }
        }
    }

    /** A call that is not let in is a failure of this subscription; then there is nothing to subscribe to. */
    private static <T> @Nullable GuardedSubscription<T> enter(
            Guard guard, CoreSubscriber<? super T> actual, boolean atMostOne) {
        long token;
        try {
            token = guard.enter();
        } catch (RuntimeException rejected) {
            Operators.error(actual, rejected);
            return null;
        }
        return new GuardedSubscription<>(actual, guard, token, atMostOne);
    }

    /** A source that throws instead of failing must not leave its call in flight. */
    private static void subscribed(GuardedSubscription<?> call, Runnable subscribing) {
        try {
            subscribing.run();
        } catch (Throwable thrown) {
            call.failed(thrown);
            throw thrown;
        }
    }
}

package dev.heal.spring.aspect;

import dev.heal.guard.Guard;
import dev.heal.guard.reactor.GuardOperator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/** Guards what Reactor answers. Apart, because Reactor need not be there. */
final class Publishers {

    private Publishers() {}

    /** The same publisher, each of whose subscriptions is a call; what is no publisher is left as it is. */
    static @Nullable Object guarded(Guard guard, @Nullable Object result) {
        return result instanceof Publisher<?> publisher ? guarded(guard, publisher) : result;
    }

    private static <T> Publisher<T> guarded(Guard guard, Publisher<T> publisher) {
        return GuardOperator.<T>of(guard).apply(publisher);
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
            Fallback fallback = fallbacks.closest(error);
            return fallback == null
                    ? Mono.error(error)
                    : Mono.deferContextual(
                            context -> Mono.from(Publishers.<T>answer(fallback, target, arguments, error, context)));
        });
    }

    private static <T> Flux<T> withFallback(
            Flux<T> flux, Fallbacks fallbacks, Object target, @Nullable Object[] arguments) {
        return flux.onErrorResume(error -> {
            Fallback fallback = fallbacks.closest(error);
            return fallback == null
                    ? Flux.error(error)
                    : Flux.deferContextual(context -> answer(fallback, target, arguments, error, context));
        });
    }

    /** The fallback's return type was checked: it publishes the same. It runs in what the subscriber's context holds. */
    @SuppressWarnings("unchecked")
    private static <T> Publisher<T> answer(
            Fallback fallback, Object target, @Nullable Object[] arguments, Throwable error, ContextView context) {
        try {
            Object answer = CallerContext.of(context).call(() -> fallback.answer(target, arguments, error));
            return answer == null ? Mono.empty() : (Publisher<T>) answer;
        } catch (Throwable thrown) {
            return Mono.error(thrown);
        }
    }
}

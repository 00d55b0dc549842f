package dev.heal.spring.aspect;

import dev.heal.Heal;
import dev.heal.guard.Guard;
import dev.heal.region.RegionRouter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Around a call: in by the guard, out by one of its endings, and the fallback if the call has failed. */
final class HealedInterceptor implements MethodInterceptor {

    static final Logger LOG = LoggerFactory.getLogger(Heal.class);

    private final HealedMethods methods;
    private final Guards guards;

    HealedInterceptor(HealedMethods methods, Guards guards) {
        this.methods = methods;
        this.guards = guards;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Object target = invocation.getThis();
        HealedMethod method = target == null ? null : methods.at(invocation.getMethod(), target.getClass());
        if (target == null || method == null) {
            return invocation.proceed();
        }
        Guard guard = method.guard(guards);
        RegionRouter<?> router = guard == null ? method.router(guards) : null;
        Object result;
        try {
            result = router != null && !method.publishes
                    ? InRegion.call(router, invocation)
                    : guard == null || method.publishes ? invocation.proceed() : guarded(guard, invocation);
        } catch (Throwable error) {
            Fallback fallback = method.fallbacks.closest(error);
            if (fallback == null) {
                throw error;
            }
            return fallback.answer(target, invocation.getArguments(), error);
        }
        if (method.publishes) {
            Object guarded = router != null
                    ? RegionPublishers.guarded(router, result)
                    : guard == null ? result : Publishers.guarded(guard, result);
            return method.fallbacks == Fallbacks.NONE
                    ? guarded
                    : Publishers.withFallback(guarded, method.fallbacks, target, invocation.getArguments());
        }
        if (method.fallbacks != Fallbacks.NONE && result instanceof CompletionStage<?> stage) {
            return ofItsType(
                    invocation, withFallback(stage, method.fallbacks, target, invocation.getArguments()), stage);
        }
        return result;
    }

    private static @Nullable Object guarded(Guard guard, MethodInvocation invocation) throws Throwable {
        long token = guard.enter();
        Object result;
        try {
            result = invocation.proceed();
        } catch (Throwable error) {
            guard.failed(token, error);
            throw error;
        }
        if (result instanceof CompletionStage<?> stage) {
            return ofItsType(invocation, ending(guard, token, stage), stage);
        }
        guard.succeeded(token, result);
        return result;
    }

    private static CompletionStage<?> ending(Guard guard, long token, CompletionStage<?> stage) {
        return stage.whenComplete((value, error) -> {
            if (error == null) {
                guard.succeeded(token, value);
            } else {
                guard.failed(token, error);
            }
        });
    }

    private static <T> CompletionStage<T> withFallback(
            CompletionStage<T> stage, Fallbacks fallbacks, Object target, @Nullable Object[] arguments) {
        // What has been answered already falls back here and now, and pays for no copy of what is here.
        boolean answered = stage instanceof CompletableFuture<?> future && future.isDone();
        CallerContext caller = answered ? CallerContext.SAME_THREAD : CallerContext.capture();
        return stage.exceptionallyCompose(error -> {
            Throwable cause =
                    error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
            Fallback fallback = fallbacks.closest(cause);
            if (fallback == null) {
                return CompletableFuture.failedStage(error);
            }
            return answer(fallback, target, arguments, cause, caller);
        });
    }

    /** The fallback's return type was checked: it is a stage of the same type. */
    @SuppressWarnings("unchecked")
    private static <T> CompletionStage<T> answer(
            Fallback fallback, Object target, @Nullable Object[] arguments, Throwable cause, CallerContext caller) {
        try {
            Object answer = caller.call(() -> fallback.answer(target, arguments, cause));
            return answer == null ? CompletableFuture.completedStage(null) : (CompletionStage<T>) answer;
        } catch (Throwable thrown) {
            return CompletableFuture.failedStage(thrown);
        }
    }

    /** A method that declares a stage type of its own gets its own stage back. */
    static CompletionStage<?> ofItsType(
            MethodInvocation invocation, CompletionStage<?> dependent, CompletionStage<?> own) {
        return invocation.getMethod().getReturnType().isInstance(dependent) ? dependent : own;
    }
}

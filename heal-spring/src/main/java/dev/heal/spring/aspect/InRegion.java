package dev.heal.spring.aspect;

import dev.heal.guard.Guard;
import dev.heal.region.Region;
import dev.heal.region.RegionRouter;
import java.util.concurrent.CompletionStage;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * A call of a routed target: the region is chosen once, its guard measures the call, and what the body calls through the same
 * router goes there, too, as a part of it. Beyond the thread that runs the body nobody knows of the region.
 */
final class InRegion {

    private InRegion() {}

    static <T> @Nullable Object call(RegionRouter<T> router, MethodInvocation invocation) throws Throwable {
        // Within another call of the router, which is measured already.
        return router.isInCall() ? invocation.proceed() : guarded(router, router.pick(), invocation);
    }

    private static <T> @Nullable Object guarded(RegionRouter<T> router, Region<T> region, MethodInvocation invocation)
            throws Throwable {
        Guard guard = region.guard();
        long token = guard.enter();
        Object result;
        Region<T> before = router.bind(region);
        try {
            result = invocation.proceed();
        } catch (Throwable error) {
            guard.failed(token, error);
            throw error;
        } finally {
            router.leave(before);
        }
        if (result instanceof CompletionStage<?> stage) {
            return HealedInterceptor.ofItsType(invocation, ending(guard, token, stage), stage);
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
}

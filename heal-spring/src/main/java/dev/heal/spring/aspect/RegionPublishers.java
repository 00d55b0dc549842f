package dev.heal.spring.aspect;

import dev.heal.guard.reactor.GuardOperator;
import dev.heal.region.Region;
import dev.heal.region.RegionRouter;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/** As {@link Publishers}, for a routed target: each subscription goes to the region whose turn it is. */
final class RegionPublishers {

    private RegionPublishers() {}

    static <R> @Nullable Object guarded(RegionRouter<R> router, @Nullable Object result) {
        if (result instanceof Mono<?> mono) {
            return mono(router, mono);
        }
        return result instanceof Publisher<?> publisher ? flux(router, publisher) : result;
    }

    private static <R, T> Mono<T> mono(RegionRouter<R> router, Mono<T> source) {
        return Mono.defer(() -> router.isInCall() ? source : Mono.fromDirect(inRegion(router, source)));
    }

    private static <R, T> Flux<T> flux(RegionRouter<R> router, Publisher<T> source) {
        return Flux.defer(() -> router.isInCall() ? source : inRegion(router, source));
    }

    /** The region is bound while the source is subscribed to or asked for more, on that thread and no other. */
    private static <R, T> Publisher<T> inRegion(RegionRouter<R> router, Publisher<T> source) {
        Region<R> region = router.pick();
        Publisher<T> guarded = GuardOperator.<T>of(region.guard()).apply(source);
        return subscriber -> BoundCall.subscribe(guarded, region, Operators.toCoreSubscriber(subscriber));
    }
}

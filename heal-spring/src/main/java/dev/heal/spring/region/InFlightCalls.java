package dev.heal.spring.region;

import dev.heal.region.InFlight;
import dev.heal.region.Region;
import dev.heal.region.RegionRouter;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The calls under way by region, to be cut when traffic leaves it; none are kept where they are left to their deadline. */
final class InFlightCalls {

    private final boolean cuts;
    private final Map<Region<?>, Set<Sinks.Empty<Object>>> byRegion = new ConcurrentHashMap<>();

    InFlightCalls(RegionRouter<?> router) {
        this.cuts = router.inFlight() == InFlight.FAIL_FAST;
        if (cuts) {
            router.onLeave(this::cut);
        }
    }

    private void cut(Region<?> left) {
        Set<Sinks.Empty<Object>> calls = byRegion.getOrDefault(left, Set.of());
        RegionLeftException why = new RegionLeftException(left);
        // One that ends at this moment refuses, and is none the worse for it.
        calls.forEach(call -> call.tryEmitError(why));
    }

    /** The same, failing with {@link RegionLeftException} as soon as traffic leaves the region before it has ended. */
    <T> Mono<T> untilLeft(Region<?> region, Mono<T> call) {
        return cuts ? Mono.from(untilLeft(region, call.flux())) : call;
    }

    <T> Flux<T> untilLeft(Region<?> region, Flux<T> call) {
        if (!cuts) {
            return call;
        }
        return Flux.defer(() -> {
            Sinks.Empty<Object> cut = Sinks.empty();
            Set<Sinks.Empty<Object>> calls = byRegion.computeIfAbsent(region, unused -> ConcurrentHashMap.newKeySet());
            calls.add(cut);
            return call.takeUntilOther(cut.asMono()).doFinally(end -> calls.remove(cut));
        });
    }
}

package dev.heal.spring.region;

import dev.heal.region.InFlight;
import dev.heal.region.Region;
import dev.heal.region.RegionLeftException;
import dev.heal.region.RegionRouter;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The calls under way by region, to be cut when traffic leaves it; none are kept where they are left to their deadline. */
final class InFlightCalls {

    private final boolean cuts;
    private final Map<Region<?>, Set<Cut>> byRegion = new ConcurrentHashMap<>();

    /** Ends one call; with a failure, unless it has ended by itself. */
    private static final class Cut {
        private final Sinks.Empty<Object> end = Sinks.empty();
        private volatile boolean over;
        private volatile @Nullable RegionLeftException why;

        void now(RegionLeftException reason) {
            if (!over) {
                why = reason;
                end.tryEmitEmpty();
            }
        }

        <T> Mono<T> failure() {
            RegionLeftException reason = why;
            return reason == null || over ? Mono.empty() : Mono.error(reason);
        }
    }

    InFlightCalls(RegionRouter<?> router) {
        this.cuts = router.inFlight() == InFlight.FAIL_FAST;
        if (cuts) {
            router.onLeave(this::cut);
        }
    }

    private void cut(Region<?> left) {
        RegionLeftException why = new RegionLeftException(left);
        // A copy, because to cut one call may begin another.
        Set.copyOf(byRegion.getOrDefault(left, Set.of())).forEach(call -> call.now(why));
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
            Cut cut = new Cut();
            Set<Cut> calls = byRegion.computeIfAbsent(region, unused -> ConcurrentHashMap.newKeySet());
            calls.add(cut);
            // To fail the other publisher would leave the call itself uncancelled; to complete it does not.
            return call.doOnTerminate(() -> cut.over = true)
                    .takeUntilOther(cut.end.asMono())
                    .concatWith(Mono.defer(cut::failure))
                    .doFinally(end -> calls.remove(cut));
        });
    }
}

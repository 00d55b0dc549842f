package dev.heal.spring.region;

import dev.heal.region.InFlight;
import dev.heal.region.Region;
import dev.heal.region.RegionLeftException;
import dev.heal.region.RegionRouter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The calls under way by region, to be cut when traffic leaves it; none are kept where they are left to their deadline. A call
 * is kept from when it is sent until it is answered, and again while its body is read; what happens between is seen by
 * {@link Departures}, so that nothing is kept of an answer whose body nobody reads.
 */
final class InFlightCalls {

    private final boolean cuts;
    private final List<? extends Region<?>> regions;
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
        this.regions = router.regions();
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

    /** To be asked for before a call's region is chosen, so that no move can fall between the two. */
    Departures departures() {
        return cuts ? Departures.of(regions) : Departures.UNKNOWN;
    }

    /**
     * The same, failing with {@link RegionLeftException} as soon as traffic leaves the region before it has ended, also if it
     * left before this was subscribed to.
     */
    <T> Mono<T> untilLeft(Region<?> region, Departures began, Mono<T> call) {
        // Not by way of a Flux: back to a Mono that would cancel a call which has answered, and its body could not be
        // read.
        return !cuts
                ? call
                : Mono.defer(() -> {
                    Cut cut = begin(region, began);
                    return call.doOnTerminate(() -> cut.over = true)
                            .takeUntilOther(cut.end.asMono())
                            .switchIfEmpty(Mono.defer(cut::failure))
                            .doFinally(end -> end(region, cut));
                });
    }

    <T> Flux<T> untilLeft(Region<?> region, Departures began, Flux<T> call) {
        return !cuts
                ? call
                : Flux.defer(() -> {
                    Cut cut = begin(region, began);
                    return call.doOnTerminate(() -> cut.over = true)
                            .takeUntilOther(cut.end.asMono())
                            .concatWith(Mono.defer(cut::failure))
                            .doFinally(end -> end(region, cut));
                });
    }

    /** To fail the other publisher would leave the call itself uncancelled; to complete it does not. */
    private Cut begin(Region<?> region, Departures began) {
        Cut cut = new Cut();
        byRegion.computeIfAbsent(region, unused -> ConcurrentHashMap.newKeySet())
                .add(cut);
        // Only now: whoever was left earlier than it was added is not told of it.
        if (began.isLeft(region)) {
            cut.now(new RegionLeftException(region));
        }
        return cut;
    }

    private void end(Region<?> region, Cut cut) {
        byRegion.getOrDefault(region, Set.of()).remove(cut);
    }
}

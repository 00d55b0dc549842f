package dev.heal.region;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * One call that may be sent twice, and the region of its first try. Used by one thread at a time.
 *
 * @param <T> what calls are made with
 */
final class FirstTry<T> {

    private final RegionRouter<T> router;
    private final Region<T> region;
    private final int departures;
    private final OptionalLong until;
    private volatile boolean sent;

    /** @param until on the router's clock, after which it is too late for a second try; empty for never */
    FirstTry(RegionRouter<T> router, OptionalLong until) {
        this.router = router;
        this.region = router.current();
        this.departures = region.departures();
        this.until = until;
    }

    Region<T> region() {
        return region;
    }

    /** The first try begins: what the guard has rejected never was sent. */
    void sent() {
        sent = true;
    }

    /** Whether its traffic has gone elsewhere since the first try was begun. */
    boolean isLeft() {
        return region.departures() != departures || router.share(region) == 0;
    }

    /**
     * Where to try once more, which takes a retry out of the budget; null if it must not be sent again. A first try that was
     * sent is repeated only if its region was left meanwhile; one that never was, also while traffic still is on its way.
     */
    @Nullable
    Region<T> again(Throwable failure) {
        boolean moves = isLeft() || (!sent && router.admitted(region.name()) < 1);
        boolean isOver = until.isPresent() && router.clock().nanos() - until.getAsLong() >= 0;
        if (!moves || isOver || !(failure instanceof Exception) || isStop(failure)) {
            return null;
        }
        Region<T> other = router.other(region);
        return other != null && router.retries().tryRetry() ? other : null;
    }

    /** What is left of the time that was given; empty if none was. */
    Optional<Duration> remaining() {
        return until.isEmpty()
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(
                        Math.max(1, until.getAsLong() - router.clock().nanos())));
    }

    private static boolean isStop(Throwable failure) {
        return failure instanceof InterruptedException
                || failure instanceof WriteRefusedException
                || failure instanceof CancellationException
                || Thread.currentThread().isInterrupted();
    }

    /** The exception of the second try tells of the first. */
    static void withFirst(Throwable second, Throwable first) {
        if (second != first) {
            second.addSuppressed(first);
        }
    }
}

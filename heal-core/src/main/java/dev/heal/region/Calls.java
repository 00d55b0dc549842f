package dev.heal.region;

import dev.heal.region.RegionRouter.RegionCall;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Calls whose answers come at once. */
final class Calls {

    private Calls() {}

    /** The guard's primitive, so that nothing is allocated for a call. */
    static <T, R extends @Nullable Object, X extends Exception> R once(
            Region<T> region, RegionCall<? super T, R, X> body) throws X {
        return sent(region, null, body);
    }

    static <T, R extends @Nullable Object, X extends Exception> R twice(
            RegionRouter<T> router, OptionalLong until, RegionCall<? super T, R, X> body) throws X {
        if (router.isInCall()) {
            return body.in(router.current().resource());
        }
        FirstTry<T> turn = router.turn(until);
        try {
            return sent(turn.region(), turn, body);
        } catch (Exception first) {
            Region<T> next = turn.again(first);
            if (next == null) {
                throw first;
            }
            try {
                return once(next, body);
            } catch (Exception second) {
                FirstTry.withFirst(second, first);
                throw second;
            }
        }
    }

    /** @param turn is told once the guard has let the call in; null for nobody */
    private static <T, R extends @Nullable Object, X extends Exception> R sent(
            Region<T> region, @Nullable FirstTry<T> turn, RegionCall<? super T, R, X> body) throws X {
        RegionRouter<T> router = region.router();
        long token = region.guard().enter();
        Region<T> before = router.bind(region);
        R result;
        try {
            if (turn != null) {
                turn.sent();
            }
            result = body.in(region.resource());
        } catch (Throwable error) {
            region.guard().failed(token, error);
            throw error;
        } finally {
            router.leave(before);
        }
        region.guard().succeeded(token, result);
        return result;
    }
}

package dev.heal.admission;

import java.time.Duration;

/**
 * What a load shedder gets to know of a request.
 *
 * @param user whose it is, as a number: places are shared out evenly among the users of a class, as far as a thousand of them
 *     are remembered; 0 for nobody in particular, who counts as one user
 * @param deadline when nobody waits for the answer any more, in nanoseconds of the shedder's clock; {@link #NO_DEADLINE}
 */
public record Request(Priority priority, long user, long deadline) {

    public static final long NO_DEADLINE = Long.MAX_VALUE;

    /** Nanoseconds are compared by their difference, which must not overflow. */
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /** A request of nobody in particular, for whose answer somebody waits as long as it takes. */
    public static Request of(Priority priority) {
        return new Request(priority, 0, NO_DEADLINE);
    }

    /** The same for a user: an account, a tenant, an address. */
    public Request user(String name) {
        return new Request(priority, hash(name), deadline);
    }

    /**
     * Whose answer is of use for so long only; a century or more is for ever, and what is not positive is over already.
     *
     * @param now nanoseconds of the shedder's clock
     */
    public Request within(Duration span, long now) {
        if (span.compareTo(FOR_EVER) >= 0) {
            return new Request(priority, user, NO_DEADLINE);
        }
        return new Request(priority, user, now + (span.isNegative() ? 0 : span.toNanos()));
    }

    boolean isOver(long now) {
        return deadline != NO_DEADLINE && deadline - now <= 0;
    }

    /** 64 bits, so that two users are one by chance about never (FNV-1a, draft-eastlake-fnv). */
    private static long hash(String name) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * FNV_PRIME;
        }
        return hash == 0 ? 1 : hash;
    }
}

package dev.heal.region;

import java.util.List;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where calls go at this moment. Immutable, made anew at each change, so that a call reads one field and sees a whole.
 *
 * @param <T> what calls are made with
 */
final class Route<T> {

    private final @Nullable Region<T> only;
    private final Region<T>[] regions;
    private final double[] shares;

    /** @param shares of the traffic, in the order of the regions; they add up to 1 */
    @SuppressWarnings("unchecked")
    Route(List<Region<T>> regions, double[] shares) {
        this.regions = regions.toArray(Region[]::new);
        this.shares = shares;
        Region<T> single = null;
        int serving = 0;
        for (int i = 0; i < shares.length; i++) {
            if (shares[i] > 0) {
                serving++;
                single = regions.get(i);
            }
        }
        this.only = serving == 1 ? single : null;
    }

    /** Hot: allocates nothing, and where one region has all the traffic reads one field. */
    Region<T> pick(DoubleSupplier random) {
        Region<T> one = only;
        if (one != null) {
            return one;
        }
        Region<T> drawn = draw(random, null);
        return drawn == null ? regions[0] : drawn;
    }

    /** Any region that serves but this one; null if none else does. */
    @Nullable
    Region<T> pickOther(Region<?> but, DoubleSupplier random) {
        return draw(random, but);
    }

    private @Nullable Region<T> draw(DoubleSupplier random, @Nullable Region<?> but) {
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            sum += regions[i] == but ? 0 : shares[i];
        }
        double drawn = random.getAsDouble() * sum;
        Region<T> last = null;
        for (int i = 0; i < shares.length; i++) {
            if (shares[i] > 0 && regions[i] != but) {
                last = regions[i];
                drawn -= shares[i];
                if (drawn < 0) {
                    return last;
                }
            }
        }
        // Rounding, or a number that is 1: the last one that serves.
        return last;
    }

    double share(Region<?> region) {
        for (int i = 0; i < shares.length; i++) {
            if (regions[i] == region) {
                return shares[i];
            }
        }
        return 0;
    }
}

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
    private final double[] upTo;

    /** @param shares of the traffic, in the order of the regions; they add up to 1 */
    @SuppressWarnings("unchecked")
    Route(List<Region<T>> regions, double[] shares) {
        this.regions = regions.toArray(Region[]::new);
        this.upTo = new double[shares.length];
        double sum = 0;
        Region<T> single = null;
        int serving = 0;
        for (int i = 0; i < shares.length; i++) {
            sum += shares[i];
            upTo[i] = sum;
            if (shares[i] > 0) {
                serving++;
                single = regions.get(i);
            }
        }
        this.only = serving == 1 ? single : null;
    }

    Region<T> pick(DoubleSupplier random) {
        Region<T> one = only;
        if (one != null) {
            return one;
        }
        double drawn = random.getAsDouble() * upTo[upTo.length - 1];
        for (int i = 0; i < upTo.length - 1; i++) {
            if (drawn < upTo[i]) {
                return regions[i];
            }
        }
        return lastServing();
    }

    private Region<T> lastServing() {
        int last = upTo.length - 1;
        while (last > 0 && upTo[last] == upTo[last - 1]) {
            last--;
        }
        return regions[last];
    }
}

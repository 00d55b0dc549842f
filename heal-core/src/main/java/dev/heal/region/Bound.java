package dev.heal.region;

import org.jspecify.annotations.Nullable;

/**
 * The region of the call that a thread is in. Each thread keeps its place for good, since to remove it and make it again would
 * be an allocation for each call; between calls it is empty, and it is of a class of the platform, so that a thread that
 * outlives the application keeps no class of it loaded.
 */
final class Bound<T> {

    private final ThreadLocal<@Nullable Object[]> places = new ThreadLocal<>();

    @SuppressWarnings("unchecked") // only regions of T come in
    @Nullable
    Region<T> get() {
        Object[] place = places.get();
        return place == null ? null : (Region<T>) place[0];
    }

    /** @return what was there before */
    @SuppressWarnings("unchecked")
    @Nullable
    Region<T> to(Region<T> region) {
        Object[] place = places.get();
        if (place == null) {
            place = new Object[1];
            places.set(place);
        }
        Region<T> before = (Region<T>) place[0];
        place[0] = region;
        return before;
    }

    void back(@Nullable Region<T> before) {
        Object[] place = places.get();
        if (place != null) {
            place[0] = before;
        }
    }
}

package dev.heal.journal;

/**
 * Whether what heal does is written down.
 *
 * @param place where
 * @param reason why not, where it should be; empty otherwise
 */
public record Recording(Place place, String reason) {

    /** Where it is written down. */
    public enum Place {
        /** On a disk: all may start. */
        DISK,
        /** In memory, by choice: only what is safe or reversible may start. */
        MEMORY,
        /** Nowhere, because it fails: nothing may start. */
        NOWHERE
    }

    public static final Recording ON_DISK = new Recording(Place.DISK, "");
    public static final Recording IN_MEMORY = new Recording(Place.MEMORY, "");

    public static Recording nowhere(String reason) {
        return new Recording(Place.NOWHERE, reason);
    }
}

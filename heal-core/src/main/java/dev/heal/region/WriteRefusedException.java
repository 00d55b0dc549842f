package dev.heal.region;

import org.jspecify.annotations.Nullable;

/** A write was not sent, because the region that serves at present only stands by and nobody said that it replicates. */
public final class WriteRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public WriteRefusedException(Region<?> region) {
        super(text(region));
    }

    /** The sentence, for exceptions of other kinds. */
    public static String text(Region<?> region) {
        return "the traffic of " + region.router().name() + " is served from " + region.name()
                + ", which only stands by: a write there would be missing at home. Write again once the traffic is back, or"
                + " declare that the store replicates";
    }

    /** Whether it was a refused write, however it was wrapped: that says nothing of the region. */
    public static boolean isCauseOf(@Nullable Throwable error) {
        int depth = 0;
        for (Throwable each = error; each != null && depth < 20; each = each.getCause()) {
            if (each instanceof WriteRefusedException) {
                return true;
            }
            depth++;
        }
        return false;
    }
}

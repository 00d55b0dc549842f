package dev.heal.region;

import java.io.IOException;

/** A call was made to fail, because the traffic was moved away from its region; what became of it there is not known. */
public final class RegionLeftException extends IOException {

    private static final long serialVersionUID = 1L;

    public RegionLeftException(Region<?> region) {
        super(text(region));
    }

    /** The sentence, for exceptions of other kinds. */
    public static String text(Region<?> region) {
        return "the traffic of " + region.router().name() + " was moved away from " + region.name()
                + " while the call was under way there, and so it was cut off: whether it was carried out is not known";
    }
}

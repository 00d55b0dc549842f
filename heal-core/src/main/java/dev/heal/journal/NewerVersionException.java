package dev.heal.journal;

import java.io.IOException;

/** A journal that a later heal has written; nothing in it is touched. */
final class NewerVersionException extends IOException {

    private static final long serialVersionUID = 1;

    NewerVersionException(long version) {
        super("it is of version " + version + ", written by a later heal, and this one knows version " + Line.VERSION
                + ": use that heal, or another directory; nothing in it was changed");
    }
}

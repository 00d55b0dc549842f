package dev.heal.journal;

import org.jspecify.annotations.Nullable;

/** Hears once what became of an entry, on the journal's thread, or at once on the caller's if it is refused. */
@FunctionalInterface
public interface Receipt {

    /**
     * @param failure null if the entry is durable; otherwise why it is not and never will be. Only if the process ends before
     *     the journal can be written again, the next run may find it all the same
     */
    void on(@Nullable String failure);
}

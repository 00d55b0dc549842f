package dev.heal.spring.binding;

import dev.heal.Heal;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where heal writes down what it does, as it is written.
 *
 * @param inMemory nowhere, by choice; then directory and retention mean nothing
 * @param directory as written: a relative one is below the directory that the process was started in
 * @param retention how long what is over is kept
 */
public record JournalSettings(boolean inMemory, Path directory, Duration retention) {

    public static final JournalSettings DEFAULT =
            new JournalSettings(false, Heal.Builder.DEFAULT_JOURNAL, Heal.Builder.DEFAULT_RETENTION);

    /** The plain value that chooses no directory. */
    public static final String MEMORY = "memory";
}

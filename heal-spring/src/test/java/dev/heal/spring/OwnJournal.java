package dev.heal.spring;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives each test a journal of its own below target, since one is held by one application at a time and remembers what came
 * before; and has heal act at once, where a test does not say otherwise. Found by JUnit without being named.
 */
public final class OwnJournal implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {

    private static final Path ALL = Path.of("target", "heal");
    private static final String DIRECTORY = "heal.journal.directory";
    private static final List<String> WAITING = List.of("heal.warm-up", "heal.jitter");

    @Override
    public void beforeAll(ExtensionContext ofClass) {
        another();
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        another();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        another();
    }

    /** A directory that nobody has. */
    public static Path directory() {
        return ALL.resolve(UUID.randomUUID().toString());
    }

    /** Another one for the applications that start from now on. */
    public static void another() {
        System.setProperty(DIRECTORY, directory().toString());
        WAITING.forEach(key -> System.setProperty(key, "0s"));
    }

    /** For a test of what holds where nothing is written. */
    public static void takeAway() {
        System.clearProperty(DIRECTORY);
        WAITING.forEach(System::clearProperty);
    }
}

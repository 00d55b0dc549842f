package dev.heal.loop;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where a human stops heal from outside the process. Asked on sampler and remediation threads; may block or throw. */
@FunctionalInterface
public interface StopSwitch {

    /**
     * Why nothing may start, such as {@code the stop file /etc/shop/heal-stop exists}; empty if something may.
     *
     * @throws Exception if it cannot be known: then nothing starts
     */
    String reason() throws Exception;

    /** On for as long as there is a file of that name, whatever is in it. */
    static StopSwitch file(Path file) {
        return () -> {
            if (Files.exists(file)) {
                return "the stop file " + file + " exists";
            }
            if (Files.notExists(file)) {
                return "";
            }
            // Neither is known: a directory on the way cannot be read.
            return "whether the stop file " + file + " exists cannot be known";
        };
    }
}

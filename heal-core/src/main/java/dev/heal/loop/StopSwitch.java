package dev.heal.loop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

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
            try {
                // Not Files.notExists: JDKs differ in what they call not existing. A link that leads nowhere is a file
                // too.
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                return "the stop file " + file + " exists";
            } catch (NoSuchFileException none) {
                return "";
            } catch (IOException unknown) {
                return "whether the stop file " + file + " exists cannot be known";
            }
        };
    }
}

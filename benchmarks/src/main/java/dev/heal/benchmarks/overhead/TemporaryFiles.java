package dev.heal.benchmarks.overhead;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A directory that is gone when the JVM is. */
record TemporaryFiles(Path directory) {

    static TemporaryFiles create(String name) {
        try {
            TemporaryFiles files = new TemporaryFiles(Files.createTempDirectory(name));
            Runtime.getRuntime().addShutdownHook(new Thread(files::delete));
            return files;
        } catch (IOException noTemporaryFiles) {
            throw new UncheckedIOException(noTemporaryFiles);
        }
    }

    private void delete() {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException stillInUse) {
            // Then it is the system's to clean up, as all temporary files are.
        }
    }
}

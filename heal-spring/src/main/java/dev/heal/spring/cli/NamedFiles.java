package dev.heal.spring.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

/** Loads files so that messages name them as a person in the working directory would. */
final class NamedFiles extends DefaultResourceLoader {

    private final Path workingDirectory;
    /** A parser that gives up does not say which file it was reading. */
    private String last = "";

    NamedFiles(Path workingDirectory) {
        this.workingDirectory = workingDirectory;
    }

    @Override
    public Resource getResource(String location) {
        if (location.startsWith("file:")) {
            try {
                return new Named(Path.of(URI.create(location)));
            } catch (IllegalArgumentException | FileSystemNotFoundException notOurs) {
                // "file:./config/" and the like, from an import in a file: Spring knows how to read it.
            }
        }
        return super.getResource(location);
    }

    /** Relative to the working directory if it is below it. */
    static String name(Path file, Path workingDirectory) {
        Path plain = file.normalize();
        return plain.startsWith(workingDirectory)
                ? workingDirectory.relativize(plain).toString()
                : plain.toString();
    }

    /** The file that was opened last; empty if none was. */
    String last() {
        return last;
    }

    private final class Named extends FileSystemResource {

        private final String name;

        Named(Path file) {
            super(file);
            this.name = name(file, workingDirectory);
        }

        @Override
        public InputStream getInputStream() throws IOException {
            last = name;
            return super.getInputStream();
        }

        @Override
        public String getDescription() {
            return "file [" + name + "]";
        }
    }
}

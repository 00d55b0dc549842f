package dev.heal.journal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A journal's directory for whoever only looks: it is neither made nor locked, and nothing in it is changed. */
final class ReadOnlyDirectory implements Disk {

    private static final String READ_ONLY = "the journal is only read here";

    /** A process that writes to it may delete an old segment while it is being read. */
    private static final int MOST_TRIES = 3;

    private final Path directory;

    private ReadOnlyDirectory(Path directory) {
        this.directory = directory;
    }

    static Recovered read(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IOException("it is no directory");
        }
        for (int tries = 1; ; tries++) {
            try {
                return Recovery.of(new ReadOnlyDirectory(directory)).recovered();
            } catch (IOException failed) {
                boolean isGone = failed.getCause() instanceof NoSuchFileException;
                if (!isGone || tries == MOST_TRIES) {
                    throw failed;
                }
            }
        }
    }

    @Override
    public String name() {
        return directory.toString();
    }

    @Override
    public List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (UncheckedIOException | DirectoryIteratorException whileListing) {
            throw new IOException(whileListing.getCause());
        }
    }

    @Override
    public byte[] read(String file) throws IOException {
        return Files.readAllBytes(directory.resolve(file));
    }

    @Override
    public InputStream stream(String file) throws IOException {
        return new BufferedInputStream(Files.newInputStream(directory.resolve(file)), 64 * 1024);
    }

    @Override
    public Appender create(String file) {
        throw new UnsupportedOperationException(READ_ONLY);
    }

    @Override
    public Appender overwrite(String file) {
        throw new UnsupportedOperationException(READ_ONLY);
    }

    @Override
    public void rename(String from, String to) {
        throw new UnsupportedOperationException(READ_ONLY);
    }

    @Override
    public void delete(String file) {
        throw new UnsupportedOperationException(READ_ONLY);
    }

    @Override
    public void sync() {
        throw new UnsupportedOperationException(READ_ONLY);
    }

    @Override
    public void close() {}
}

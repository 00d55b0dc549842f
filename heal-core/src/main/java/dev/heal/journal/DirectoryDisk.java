package dev.heal.journal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A directory of the file system, held by one process at a time; only its owner may read what is in it. */
public final class DirectoryDisk implements Disk {

    private final Path directory;
    private final DirectoryLock lock;
    private final FileAttribute<?>[] ownersOnly;

    private DirectoryDisk(Path directory, DirectoryLock lock, FileAttribute<?>[] ownersOnly) {
        this.directory = directory;
        this.lock = lock;
        this.ownersOnly = ownersOnly;
    }

    /**
     * Makes the directory if there is none and takes its lock.
     *
     * @throws IOException if it cannot be made or written to, or is in use; the message names neither directory nor way out
     */
    public static DirectoryDisk open(Path directory) throws IOException {
        boolean isPosix =
                directory.getFileSystem().supportedFileAttributeViews().contains("posix");
        // A link to a directory is one, too, and making it again would fail.
        if (!Files.isDirectory(directory)) {
            if (Files.exists(directory)) {
                throw new IOException("it is a file, and no directory");
            }
            Files.createDirectories(directory, permissions(isPosix, "rwx------"));
        }
        Path real = directory.toRealPath();
        FileAttribute<?>[] ownersOnly = permissions(isPosix, "rw-------");
        return new DirectoryDisk(real, DirectoryLock.acquire(real, ownersOnly), ownersOnly);
    }

    private static FileAttribute<?>[] permissions(boolean isPosix, String permissions) {
        return isPosix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    @Override
    public String name() {
        return directory.toString();
    }

    @Override
    public List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (UncheckedIOException whileListing) {
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
    public Appender create(String file) throws IOException {
        return new ChannelAppender(
                FileChannel.open(
                        directory.resolve(file),
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        ownersOnly),
                Long.MAX_VALUE);
    }

    @Override
    public Appender overwrite(String file) throws IOException {
        FileChannel channel = FileChannel.open(directory.resolve(file), StandardOpenOption.WRITE);
        return new ChannelAppender(channel, channel.size());
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Path target = directory.resolve(to);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        Files.move(directory.resolve(from), target, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(String file) throws IOException {
        Files.delete(directory.resolve(file));
    }

    @Override
    public void sync() throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(directory, StandardOpenOption.READ);
        } catch (IOException notOpened) {
            if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                throw notOpened;
            }
            // Windows does not open directories, and keeps their changes in its own log.
            return;
        }
        try (channel) {
            channel.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private record ChannelAppender(FileChannel channel, long room) implements Appender {

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            if (bytes.remaining() > room - channel.position()) {
                throw new IOException("the file is full: it does not become longer than " + room + " bytes");
            }
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(true);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}

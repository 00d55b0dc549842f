package dev.heal.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Keeps a directory for one journal of one process; the system lets go of it when the process ends, however it ends. */
final class DirectoryLock implements AutoCloseable {

    static final String FILE = "lock";

    /**
     * Holders within this JVM are found in the system's properties: they are the one place that copies of this class in
     * several class loaders share, and the lock file must not even be opened for a second time. POSIX lets go of a
     * process's lock as soon as the process closes any handle of the file.
     */
    private static final String HOLDER = "dev.heal.journal.lock.";

    /** For handles that must never be closed, for the same reason. */
    private static final Queue<FileChannel> LEFT_OPEN = new ConcurrentLinkedQueue<>();

    private final String holder;
    private final FileChannel channel;

    private DirectoryLock(String holder, FileChannel channel) {
        this.holder = holder;
        this.channel = channel;
    }

    /**
     * @param directory as {@link Path#toRealPath} gives it
     * @throws IOException if it is in use, or the file cannot be made
     */
    static DirectoryLock acquire(Path directory, FileAttribute<?>... permissions) throws IOException {
        String holder = HOLDER + directory;
        if (System.getProperties().putIfAbsent(holder, "held") != null) {
            throw new IOException("it is in use by another journal of this process");
        }
        boolean isHeld = false;
        try {
            FileChannel channel = FileChannel.open(
                    directory.resolve(FILE),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    permissions);
            lock(channel);
            isHeld = true;
            return new DirectoryLock(holder, channel);
        } finally {
            if (!isHeld) {
                System.getProperties().remove(holder);
            }
        }
    }

    private static void lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                String who = process(channel);
                channel.close();
                throw new IOException("it is in use by another process" + who);
            }
            name(channel);
        } catch (OverlappingFileLockException sameProcess) {
            LEFT_OPEN.add(channel);
            throw new IOException("it is in use by another journal of this process");
        }
    }

    /** For the message that a second process gets. */
    private static void name(FileChannel channel) {
        try {
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
        } catch (IOException fullDisk) {
            // The lock holds without a name, and on a full disk there is still the reserve.
        }
    }

    private static String process(FileChannel channel) {
        try {
            ByteBuffer bytes = ByteBuffer.allocate(20);
            channel.read(bytes, 0);
            String pid = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
            return pid.matches("\\d+") ? " (" + pid + ")" : "";
        } catch (IOException notTold) {
            return "";
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            System.getProperties().remove(holder);
        }
    }
}

package dev.heal.test.simulation;

import dev.heal.journal.Disk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

/**
 * One directory in memory. A power loss leaves of a file what was forced and perhaps a part of what was written after that,
 * and of the directory what it was at the last sync, or is.
 */
public class SimulatedDisk implements Disk {

    /** What is wrong with a disk. */
    public enum Trouble {
        NONE,
        /** Nothing can be forced. */
        EIO,
        /** Nothing can become longer. */
        FULL
    }

    private static final class File {
        byte[] written = {};
        byte[] forced = {};

        File copy() {
            File other = new File();
            other.written = written.clone();
            other.forced = forced.clone();
            return other;
        }
    }

    private final Supplier<Trouble> trouble;
    private final Runnable whenForced;
    private Map<String, File> files = new LinkedHashMap<>();
    private Map<String, File> synced = new LinkedHashMap<>();

    /** @param whenForced told after each force that went well */
    public SimulatedDisk(Supplier<Trouble> trouble, Runnable whenForced) {
        this.trouble = trouble;
        this.whenForced = whenForced;
    }

    /**
     * The power is lost, and is back.
     *
     * @param draw a number from 0 to its argument: of what was not forced the first so many bytes have survived
     */
    public void powerLoss(IntUnaryOperator draw) {
        files = new LinkedHashMap<>(draw.applyAsInt(1) == 0 ? synced : files);
        for (File file : files.values()) {
            int common = Math.min(file.forced.length, file.written.length);
            byte[] left = file.forced.clone();
            if (file.written.length > common) {
                int kept = common + draw.applyAsInt(file.written.length - common);
                left = java.util.Arrays.copyOf(file.written, kept);
                System.arraycopy(file.forced, 0, left, 0, common);
            }
            file.written = left;
            file.forced = left.clone();
        }
        synced = new LinkedHashMap<>(files);
    }

    /** What would be left if the power were lost now and nothing survived that was not forced. */
    public SimulatedDisk afterPowerLoss() {
        SimulatedDisk other = new SimulatedDisk(() -> Trouble.NONE, () -> {});
        synced.forEach((name, file) -> other.files.put(name, file.copy()));
        other.synced = new LinkedHashMap<>(other.files);
        other.powerLoss(most -> 0);
        return other;
    }

    @Override
    public String name() {
        return "simulated disk";
    }

    @Override
    public List<String> files() {
        return List.copyOf(files.keySet());
    }

    private File file(String name) throws IOException {
        File file = files.get(name);
        if (file == null) {
            throw new NoSuchFileException(name);
        }
        return file;
    }

    @Override
    public byte[] read(String file) throws IOException {
        return file(file).written.clone();
    }

    @Override
    public Appender create(String file) throws IOException {
        if (trouble.get() != Trouble.NONE) {
            throw new IOException(said());
        }
        if (files.containsKey(file)) {
            throw new FileAlreadyExistsException(file);
        }
        File made = new File();
        files.put(file, made);
        return new Writer(made, true);
    }

    @Override
    public Appender overwrite(String file) throws IOException {
        return new Writer(file(file), false);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        File moved = file(from);
        files.remove(from);
        files.put(to, moved);
    }

    @Override
    public void delete(String file) throws IOException {
        file(file);
        files.remove(file);
    }

    @Override
    public void sync() throws IOException {
        if (trouble.get() == Trouble.EIO) {
            throw new IOException(said());
        }
        synced = new LinkedHashMap<>(files);
    }

    @Override
    public void close() {}

    private String said() {
        return trouble.get() == Trouble.EIO ? "Input/output error" : "No space left on device";
    }

    private final class Writer implements Appender {

        private final File file;
        private final boolean grows;
        private int position;

        Writer(File file, boolean grows) {
            this.file = file;
            this.grows = grows;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            byte[] more = new byte[bytes.remaining()];
            bytes.get(more);
            boolean full = grows ? trouble.get() == Trouble.FULL : position + more.length > file.written.length;
            if (full) {
                throw new IOException("No space left on device");
            }
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.write(file.written, 0, position);
            all.write(more, 0, more.length);
            position += more.length;
            if (file.written.length > position) {
                all.write(file.written, position, file.written.length - position);
            }
            file.written = all.toByteArray();
        }

        @Override
        public void force() throws IOException {
            if (trouble.get() == Trouble.EIO) {
                throw new IOException(said());
            }
            file.forced = file.written.clone();
            whenForced.run();
        }

        @Override
        public void close() {}
    }
}

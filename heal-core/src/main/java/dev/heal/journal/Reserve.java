package dev.heal.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A file of line breaks that is held ready: on a full disk nothing new can be written, but what is there can be written
 * over.
 */
final class Reserve {

    static final String FILE = "reserve";
    private static final String UNFINISHED = "reserve.new";

    private final Disk disk;
    private final int bytes;
    private boolean isReady;

    Reserve(Disk disk, int bytes) {
        this.disk = disk;
        this.bytes = bytes;
    }

    boolean isReady() {
        return isReady;
    }

    /** Takes over what an earlier run has left, if it is fit for use. */
    void find() {
        try {
            isReady = disk.files().contains(FILE) && isBlank();
        } catch (IOException notKnown) {
            isReady = false;
        }
    }

    private boolean isBlank() throws IOException {
        byte[] chunk = new byte[8192];
        long length = 0;
        try (InputStream file = disk.stream(FILE)) {
            for (int read = file.read(chunk); read > 0; read = file.read(chunk)) {
                for (int i = 0; i < read; i++) {
                    if (chunk[i] != '\n') {
                        return false;
                    }
                }
                length += read;
            }
        }
        return length >= bytes;
    }

    /** Makes it, if it is not there. It gets its name when it is whole. */
    void fill() throws IOException {
        if (isReady) {
            return;
        }
        for (String left : disk.files()) {
            if (left.equals(FILE) || left.equals(UNFINISHED)) {
                disk.delete(left);
            }
        }
        byte[] breaks = new byte[bytes];
        Arrays.fill(breaks, (byte) '\n');
        try (Disk.Appender file = disk.create(UNFINISHED)) {
            file.write(ByteBuffer.wrap(breaks));
            file.force();
        }
        disk.rename(UNFINISHED, FILE);
        disk.sync();
        isReady = true;
    }

    /**
     * Makes a segment of it. Its name is durable before anything is written, so that no entry is ever found in a reserve.
     *
     * @throws IOException also if there is none; it is used up then, too
     */
    Disk.Appender become(SegmentName segment) throws IOException {
        if (!isReady) {
            throw new IOException("there is no reserve left");
        }
        isReady = false;
        disk.rename(FILE, segment.file());
        disk.sync();
        return disk.overwrite(segment.file());
    }
}

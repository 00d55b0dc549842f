package dev.heal.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;

/** The segment that is being written. */
final class Segment {

    private final SegmentName name;
    private final Disk.Appender file;
    private final boolean isReserve;
    private final boolean isAnew;
    private long bytes;
    private boolean hasEntries;

    Segment(SegmentName name, Disk.Appender file, boolean isReserve, boolean isAnew) {
        this.name = name;
        this.file = file;
        this.isReserve = isReserve;
        this.isAnew = isAnew;
    }

    /** After a failure of it the segment is to be abandoned: what of it is durable can no longer be known. */
    void write(byte[] entries) throws IOException {
        hasEntries = true;
        put(entries);
    }

    void begin(byte[] headerAndEntries, boolean hasEntries) throws IOException {
        this.hasEntries = hasEntries;
        put(headerAndEntries);
    }

    void mark(byte[] line) throws IOException {
        put(line);
    }

    private void put(byte[] lines) throws IOException {
        file.write(ByteBuffer.wrap(lines));
        file.force();
        bytes += lines.length;
    }

    /** Lets go of it, whether or not that works: all that counts was forced before. */
    void close() {
        try {
            file.close();
        } catch (IOException nothingToLose) {
            // What was acknowledged is durable, and nothing else was promised.
        }
    }

    Stored stored(Instant now, int run, long up) {
        return new Stored(name, bytes, now, run, up, !hasEntries && !isAnew);
    }

    SegmentName name() {
        return name;
    }

    long bytes() {
        return bytes;
    }

    boolean isReserve() {
        return isReserve;
    }
}

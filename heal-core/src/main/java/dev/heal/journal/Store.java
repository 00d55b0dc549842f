package dev.heal.journal;

import dev.heal.text.SafeText;
import dev.heal.time.Clock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments of a journal: writes to the present one, begins the next, deletes the old ones. Used by one thread at a time.
 *
 * <p>A segment of which a write or a force has failed is never touched again: the system may have dropped what it could not
 * write and say at the next force that all is well. What was not acknowledged goes to a new segment, whose first line says
 * that it stands there anew.
 */
final class Store {

    private static final Logger LOG = LoggerFactory.getLogger("dev.heal.journal");

    /** Makes the first line of a segment: the next number, and whether what was written from it on is void. */
    interface Header {
        byte[] of(long next, boolean anew);
    }

    private final Disk disk;
    private final Capacity capacity;
    private final Clock clock;
    private final Header header;
    private final LongSupplier up;
    private final int run;
    private final Reserve reserve;
    private final List<Stored> stored;
    private final Map<String, Kept> kept;
    private @Nullable Segment present;

    /** @param up how long the journal has been open, in nanoseconds of measured time */
    Store(Disk disk, Capacity capacity, Clock clock, Recovery.Result found, Header header, LongSupplier up) {
        this.disk = disk;
        this.capacity = capacity;
        this.clock = clock;
        this.header = header;
        this.up = up;
        this.run = found.run() + 1;
        this.stored = new ArrayList<>(found.segments());
        this.kept = new HashMap<>(found.kept());
        this.reserve = new Reserve(disk, capacity.reserveBytes());
        reserve.find();
    }

    /**
     * Forces what was read: a run that was killed may have left lines that only the system's memory holds, and what heal has
     * once gone on from must not be gone later.
     */
    void settle() {
        for (Stored segment : stored.subList(Math.max(0, stored.size() - 2), stored.size())) {
            try (Disk.Appender file = disk.overwrite(segment.name().file())) {
                file.force();
            } catch (IOException notKnown) {
                LOG.warn(
                        "{}: {} could not be forced: {}",
                        disk.name(),
                        segment.name().file(),
                        SafeText.of(notKnown));
            }
        }
    }

    /**
     * Begins a segment: that of a run, since nothing is ever written to one of an earlier run, or one after a failure.
     *
     * @param anew whether there was such a failure
     */
    void open(long next, boolean anew) throws IOException {
        present = begin(next, anew, new byte[0]);
    }

    /**
     * Makes the lines durable, in the present segment or else in a new one.
     *
     * @param first the number of the first of them
     * @throws IOException if they are not durable; they do not count then, and the number is free
     */
    void write(long first, byte[] lines) throws IOException {
        Segment segment = present;
        if (segment != null) {
            try {
                segment.write(lines);
                return;
            } catch (IOException | RuntimeException | Error failed) {
                abandon(segment);
                LOG.warn(
                        "{}: {} is left as it is after a failure ({}); going on in a new segment",
                        disk.name(),
                        segment.name().file(),
                        SafeText.of(failed));
            }
        }
        present = begin(first, true, lines);
    }

    /** Whether {@link #tidy} has something to do. */
    boolean isUntidy() {
        Segment segment = present;
        return segment != null
                && (segment.isReserve() || segment.bytes() >= capacity.segmentBytes() || !reserve.isReady());
    }

    /**
     * Goes on in a new segment where the present one is full or the reserve, deletes what is too old, and fills the reserve.
     *
     * @throws IOException if that does not work now; the present segment goes on, unless {@link #isOpen} says otherwise
     */
    void tidy(long next) throws IOException {
        Segment segment = present;
        if (segment == null) {
            return;
        }
        if (segment.isReserve() || segment.bytes() >= capacity.segmentBytes()) {
            present = ordinary(next, false, new byte[0]);
            segment.close();
            stored.add(segment.stored(clock.now(), run, up.getAsLong()));
            deleteOld();
        }
        reserve.fill();
    }

    boolean isOpen() {
        return present != null;
    }

    void keep(String key, byte[] line) {
        Segment segment = present;
        if (segment != null) {
            kept.put(key, new Kept(line, segment.name()));
        }
    }

    /** Deletes the segments that are too old or too many, the oldest first, and those in which there is nothing. */
    void deleteOld() throws IOException {
        List<SegmentName> old = Retention.old(
                stored, present == null ? 0 : present.bytes(), capacity, clock.now(), run, up.getAsLong());
        for (SegmentName name : old) {
            rescue(name);
            disk.delete(name.file());
            // One by one, so that a power loss cannot leave a hole between what is gone and what is not yet.
            disk.sync();
            stored.removeIf(segment -> segment.name().equals(name));
        }
    }

    private void rescue(SegmentName old) throws IOException {
        Segment segment = present;
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        List<String> rescued = new ArrayList<>();
        kept.forEach((key, entry) -> {
            if (entry.in().equals(old)) {
                lines.writeBytes(entry.line());
                lines.write('\n');
                rescued.add(key);
            }
        });
        if (rescued.isEmpty()) {
            return;
        }
        if (segment == null) {
            throw new IOException("there is no segment to keep the entries of " + old.file() + " in");
        }
        try {
            segment.write(lines.toByteArray());
        } catch (IOException | RuntimeException | Error failed) {
            abandon(segment);
            throw failed;
        }
        rescued.forEach(key -> kept.computeIfPresent(key, (k, entry) -> new Kept(entry.line(), segment.name())));
    }

    private Segment begin(long first, boolean anew, byte[] lines) throws IOException {
        try {
            return ordinary(first, anew, lines);
        } catch (IOException notOrdinary) {
            if (!reserve.isReady()) {
                throw notOrdinary;
            }
            return fromReserve(first, anew, lines, notOrdinary);
        }
    }

    private Segment ordinary(long first, boolean anew, byte[] lines) throws IOException {
        return made(first, anew, lines, false, name -> disk.create(name.file()));
    }

    private Segment fromReserve(long first, boolean anew, byte[] lines, IOException why) throws IOException {
        try {
            Segment segment = made(first, anew, lines, true, reserve::become);
            LOG.warn(
                    "{}: no new segment can be written ({}); going on in the reserve of {} bytes",
                    disk.name(),
                    SafeText.of(why),
                    capacity.reserveBytes());
            return segment;
        } catch (IOException notEither) {
            why.addSuppressed(notEither);
            throw why;
        }
    }

    private interface Maker {
        Disk.Appender make(SegmentName name) throws IOException;
    }

    private Segment made(long first, boolean anew, byte[] lines, boolean isReserve, Maker maker) throws IOException {
        SegmentName name = free(first);
        Segment segment = new Segment(name, maker.make(name), isReserve, anew);
        try {
            segment.begin(withHeader(first, anew, lines), lines.length > 0);
            if (!isReserve) {
                disk.sync();
            }
            return segment;
        } catch (IOException | RuntimeException | Error failed) {
            segment.close();
            discard(name);
            throw failed;
        }
    }

    /**
     * After all that are there, which the order of reading depends on. Told from the directory, since a failed write may have
     * left a file that nobody knows of.
     */
    private SegmentName free(long first) throws IOException {
        SegmentName name = new SegmentName(first, 0);
        for (String file : disk.files()) {
            SegmentName other = SegmentName.of(file);
            if (other != null && other.first() == first && other.compareTo(name) >= 0) {
                name = other.next();
            }
        }
        return name;
    }

    private byte[] withHeader(long first, boolean anew, byte[] lines) {
        byte[] head = header.of(first, anew);
        byte[] all = Arrays.copyOf(head, head.length + lines.length);
        System.arraycopy(lines, 0, all, head.length, lines.length);
        return all;
    }

    private void abandon(Segment segment) {
        segment.close();
        stored.add(segment.stored(clock.now(), run, up.getAsLong()));
        present = null;
    }

    /** Nothing of it was acknowledged; where it cannot be deleted it is a segment like others. */
    private void discard(SegmentName name) {
        try {
            disk.delete(name.file());
        } catch (IOException stays) {
            LOG.debug("{}: {} stays: {}", disk.name(), name.file(), SafeText.of(stays));
        }
    }

    /** @param last a mark that ends the run, if that works */
    void close(byte[] last) {
        Segment segment = present;
        if (segment != null) {
            present = null;
            try {
                segment.mark(last);
            } catch (IOException notTold) {
                LOG.debug("{}: the run ends without its mark: {}", disk.name(), SafeText.of(notTold));
            }
            segment.close();
        }
    }
}

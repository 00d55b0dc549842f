package dev.heal.journal;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads all segments of a directory, changes nothing, and finds where to go on. */
final class Recovery implements SegmentReader.Found {

    /**
     * What there was.
     *
     * @param next the number of the next entry
     * @param up nanoseconds that the journal has been open, all its runs taken together
     * @param run how often it has been opened
     * @param journal its name for itself, null if nothing tells it
     * @param kept the latest entry of each key
     */
    record Result(
            Recovered recovered,
            long next,
            long up,
            int run,
            @Nullable String journal,
            List<Stored> segments,
            Map<String, Kept> kept) {}

    /** @param bytes null unless its entry is to be kept */
    private record Found(Line line, byte @Nullable [] bytes, SegmentName in) {}

    private final TreeMap<Long, Found> entries = new TreeMap<>();
    private final Continuity continuity = new Continuity();
    private final List<Stored> segments = new ArrayList<>();
    private @Nullable String journal;
    private long up;
    private int run;

    private SegmentName segment = new SegmentName(1, 0);
    private @Nullable Instant newest;
    private boolean isEmpty;
    private boolean isForeign;

    private Recovery() {}

    /** @throws IOException if a segment cannot be read at all, or is of a newer version; what is damaged is a gap instead */
    static Result of(Disk disk) throws IOException {
        Recovery recovery = new Recovery();
        List<SegmentName> names = disk.files().stream()
                .map(SegmentName::of)
                .filter(Objects::nonNull)
                .sorted()
                .toList();
        for (SegmentName name : names) {
            recovery.read(disk, name);
        }
        return recovery.result();
    }

    private void read(Disk disk, SegmentName name) throws IOException {
        continuity.enter(name);
        segment = name;
        newest = null;
        isEmpty = true;
        isForeign = false;
        try (InputStream file = disk.stream(name.file())) {
            long bytes = SegmentReader.read(file, this);
            segments.add(new Stored(name, bytes, newest == null ? Instant.MAX : newest, run, up, isEmpty));
        } catch (NewerVersionException newer) {
            throw newer;
        } catch (IOException unreadable) {
            throw new IOException(
                    name.file() + " cannot be read: " + unreadable.getMessage()
                            + "; move that file away to go on without what it holds",
                    unreadable);
        }
    }

    @Override
    public void line(Line line, byte[] bytes) {
        if (line.isSegment()) {
            header(line);
        }
        if (isForeign) {
            return;
        }
        up = Math.max(up, line.up());
        run = Math.max(run, line.run());
        newest = line.at();
        if (line.isMark()) {
            continuity.expect(line.number());
            return;
        }
        isEmpty = false;
        // A copy, written again because the segment it was in had come to its age.
        boolean isCopy = line.number() < segment.first();
        if (!isCopy) {
            continuity.saw(line.number());
        }
        entries.put(line.number(), new Found(line, line.entry().keep() == null ? null : bytes, segment));
    }

    private void header(Line line) {
        if (journal == null) {
            journal = line.journal();
        }
        if (!line.journal().equals(journal)) {
            isForeign = true;
            isEmpty = false;
            continuity.tell(
                    segment, "belongs to the journal " + line.journal() + ", not to " + journal + ", and was left out");
        } else if (line.isAnew()) {
            continuity.anewFrom(line.number());
            entries.tailMap(line.number(), true).clear();
            isEmpty = false;
        }
    }

    @Override
    public void damage(long bytes, boolean torn) {
        isEmpty = false;
        if (!isForeign) {
            continuity.damage(bytes, torn);
        }
    }

    private Result result() {
        continuity.end();
        List<Recorded> recorded = new ArrayList<>();
        Map<String, Kept> kept = new HashMap<>();
        for (Found found : entries.values()) {
            Line line = found.line;
            recorded.add(new Recorded(line.number(), line.at(), Duration.ofNanos(up - line.up()), line.entry()));
            if (line.entry().keep() != null && found.bytes != null) {
                kept.put(line.entry().keep(), new Kept(found.bytes, found.in));
            }
        }
        // A segment in which nothing could be read is as old as the one after it.
        Instant after = Instant.MAX;
        for (int i = segments.size() - 1; i >= 0; i--) {
            Stored stored = segments.get(i);
            if (stored.newest().equals(Instant.MAX)) {
                segments.set(
                        i,
                        new Stored(stored.name(), stored.bytes(), after, stored.run(), stored.up(), stored.isEmpty()));
            }
            after = segments.get(i).newest();
        }
        // Never before the last segment, so that the order of the names is the order of the writing.
        long next = Math.max(continuity.last() + 1, segments.isEmpty() ? 1 : segment.first());
        Recovered recovered = new Recovered(recorded, continuity.gaps());
        return new Result(recovered, next, up, run, journal, segments, kept);
    }
}

package dev.heal.journal;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Entries that are forced together, with their numbers, as lines. */
final class Batch {

    /** @param line with its break */
    record Written(Waiting waiting, byte[] line) {}

    private final long first;
    private final List<Written> entries = new ArrayList<>();
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

    Batch(long first) {
        this.first = first;
    }

    void add(Waiting waiting, byte[] line) {
        entries.add(new Written(waiting, line));
        lines.writeBytes(line);
    }

    long first() {
        return first;
    }

    /** The number after the last one. */
    long next() {
        return first + entries.size();
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    int bytes() {
        return lines.size();
    }

    byte[] lines() {
        return lines.toByteArray();
    }

    List<Written> entries() {
        return entries;
    }
}

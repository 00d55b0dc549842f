package dev.heal.journal;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A segment's file, such as {@code segment-000000000000012.jsonl}; their order is the order in which they were written.
 *
 * @param first the number of the first entry that it may hold
 * @param again how many were begun with the same number before, since nothing was kept in them
 */
record SegmentName(long first, int again) implements Comparable<SegmentName> {

    private static final Pattern FILE = Pattern.compile("segment-(\\d{15})(?:-(\\d{1,9}))?\\.jsonl");
    private static final Comparator<SegmentName> ORDER =
            Comparator.comparingLong(SegmentName::first).thenComparingInt(SegmentName::again);

    /** Null for a file that is no segment. */
    static @Nullable SegmentName of(String file) {
        Matcher parts = FILE.matcher(file);
        if (!parts.matches()) {
            return null;
        }
        String again = parts.group(2);
        return new SegmentName(Long.parseLong(parts.group(1)), again == null ? 0 : Integer.parseInt(again));
    }

    String file() {
        return String.format("segment-%015d%s.jsonl", first, again == 0 ? "" : "-" + again);
    }

    SegmentName next() {
        return new SegmentName(first, again + 1);
    }

    @Override
    public int compareTo(SegmentName other) {
        return ORDER.compare(this, other);
    }
}

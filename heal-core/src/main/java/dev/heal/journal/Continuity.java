package dev.heal.journal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows the numbers through the segments and says what is missing between them, in words. */
final class Continuity {

    private static final int MOST_TOLD = 100;

    /** What could not be read, while the next number is not known that tells how much that was. */
    private record Damage(SegmentName in, long bytes, boolean isTorn) {}

    private final List<String> gaps = new ArrayList<>();
    private final List<Damage> damages = new ArrayList<>();
    private @Nullable SegmentName segment;
    private long last;
    private int untold;

    /** Goes on to the next segment. */
    void enter(SegmentName next) {
        if (segment == null) {
            // What was before the first one has been deleted, as retention has it.
            last = next.first() - 1;
        }
        segment = next;
    }

    void damage(long bytes, boolean isTorn) {
        if (segment != null) {
            damages.add(new Damage(segment, bytes, isTorn));
        }
    }

    /** A line with this number, or that says that it comes next. */
    void expect(long number) {
        boolean isMissing = number > last + 1;
        String missing = isMissing ? records(last + 1, number - 1) : "";
        for (Damage damage : damages) {
            if (!missing.isEmpty()) {
                tell(damage.in, missing + (number - last == 2 ? " is damaged" : " are damaged"));
                missing = "";
            } else if (!isMissing && damage.isTorn && !damage.in.equals(segment)) {
                // A write that did not end, and the run that was told of it went on with the same number.
                continue;
            } else {
                tell(damage.in, damage.bytes + " bytes before record " + number + " are damaged, no record is missing");
            }
        }
        damages.clear();
        if (!missing.isEmpty() && segment != null) {
            tell(segment, missing + (number - last == 2 ? " is missing" : " are missing"));
        }
        // Told once.
        last = Math.max(last, number - 1);
    }

    void saw(long number) {
        expect(number);
        last = Math.max(last, number);
    }

    /** What had this number and later ones does not count. */
    void anewFrom(long number) {
        expect(number);
        last = Math.min(last, number - 1);
    }

    /** There is no further segment. */
    void end() {
        for (Damage damage : damages) {
            tell(
                    damage.in,
                    damage.isTorn
                            ? "the end is torn: " + damage.bytes + " bytes after record " + last
                                    + " are no whole record"
                            : damage.bytes + " bytes after record " + last + " are damaged");
        }
        damages.clear();
        if (untold > 0) {
            gaps.add("and " + untold + " more");
        }
    }

    void tell(SegmentName where, String what) {
        if (gaps.size() < MOST_TOLD) {
            gaps.add(where.file() + ": " + what);
        } else {
            untold++;
        }
    }

    long last() {
        return last;
    }

    List<String> gaps() {
        return gaps;
    }

    private static String records(long from, long to) {
        return from == to ? "record " + from : "records " + from + " to " + to;
    }
}

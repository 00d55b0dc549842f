package dev.heal.spring.web;

import dev.heal.admission.CutOff;
import dev.heal.admission.LoadShedException;
import dev.heal.admission.LoadShedder;
import dev.heal.admission.Priority;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What clients hear of the load, as headers, and what the log hears: one line a minute, however many are turned away. */
final class Hints {

    private static final Logger LOG = LoggerFactory.getLogger(LoadShedder.class);
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private record Text(double depth, String header) {}

    private final LoadShedder shedder;
    private final AtomicLong nextLine;

    /** Between two requests the cut-off is mostly the same, and to write a number as a text costs more than all else here. */
    private volatile Text last = new Text(CutOff.NONE.depth(), CutOff.NONE.text());

    Hints(LoadShedder shedder) {
        this.shedder = shedder;
        this.nextLine = new AtomicLong(shedder.clock().nanos());
    }

    /** The value of {@link CutOff#HEADER} on an ordinary answer; null for none. */
    @Nullable
    String ofAnswer() {
        CutOff cutOff = shedder.cutOff();
        return cutOff.isNone() ? null : text(cutOff);
    }

    String ofRejection(LoadShedException rejection) {
        return text(rejection.cutOff());
    }

    /** Whole seconds, rounded up, one at least: zero would have the client come back at once. */
    static String retryAfter(LoadShedException rejection) {
        long millis = rejection.retryAfter().toMillis();
        return Long.toString(Math.max(1, (millis + 999) / 1000));
    }

    /** A log that fails is nobody's trouble here. */
    void note() {
        try {
            noteOnceAMinute();
        } catch (RuntimeException | LinkageError broken) {
            // Then this line is missing.
        }
    }

    private void noteOnceAMinute() {
        long now = shedder.clock().nanos();
        long due = nextLine.get();
        if (now - due >= 0 && nextLine.compareAndSet(due, now + MINUTE)) {
            String counts = Priority.all().stream()
                    .map(priority -> priority + " " + shedder.admission().rejected(priority))
                    .collect(Collectors.joining(", "));
            LOG.warn(
                    "load shedder {} turns requests away (cut-off {}); so far: {}. Not told again for a minute",
                    shedder.name(),
                    shedder.cutOff().text(),
                    counts);
        }
    }

    private String text(CutOff cutOff) {
        Text known = last;
        if (known.depth != cutOff.depth()) {
            known = new Text(cutOff.depth(), cutOff.text());
            last = known;
        }
        return known.header;
    }
}

package dev.heal.examples.load;

import dev.heal.examples.load.Sample.Outcome;
import java.util.List;
import java.util.Locale;

/**
 * One second of a play as a line on the console.
 *
 * @param ok right answers that came in this second
 * @param lost requests that failed or were given up in it
 * @param waiting requests without an answer at its end
 */
public record Second(int ok, int lost, int waiting) {

    public static final String LEGEND = "each mark is 5 requests: # answered, x lost, . waiting";

    private static final int REQUESTS_PER_MARK = 5;
    private static final int WIDTH = 60;

    /** What happened from one moment (included) to another (excluded). */
    public static Second of(List<Sample> samples, long fromNanos, long toNanos) {
        int ok = 0;
        int lost = 0;
        int waiting = 0;
        for (Sample sample : samples) {
            boolean ended = sample.outcome() != Outcome.WAITING && sample.endedNanos() < toNanos;
            if (!ended) {
                waiting += sample.sentNanos() < toNanos ? 1 : 0;
            } else if (sample.endedNanos() >= fromNanos) {
                ok += sample.outcome() == Outcome.OK ? 1 : 0;
                lost += sample.outcome() == Outcome.FAILED ? 1 : 0;
            }
        }
        return new Second(ok, lost, waiting);
    }

    /** The line, ASCII only, cut to the width of a terminal. */
    public String line(String label) {
        String bar = marks('#', ok) + marks('x', lost) + marks('.', waiting);
        String cut = bar.length() <= WIDTH ? bar : bar.substring(0, WIDTH - 1) + ">";
        return String.format(Locale.ROOT, "  %8s  ok %3d  lost %3d  waiting %3d  %s", label, ok, lost, waiting, cut)
                .stripTrailing();
    }

    /** Rounded up: a single lost request is not hidden. */
    private static String marks(char mark, int requests) {
        return String.valueOf(mark).repeat((requests + REQUESTS_PER_MARK - 1) / REQUESTS_PER_MARK);
    }
}

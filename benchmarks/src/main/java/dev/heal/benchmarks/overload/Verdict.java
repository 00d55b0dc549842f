package dev.heal.benchmarks.overload;

import java.util.Locale;

/**
 * What became of a promise, by the worst cell.
 *
 * @param who heal's line
 * @param worst in the worst cell: of its worst seed, or the mean of its seeds
 * @param bySeed whether each seed has to keep the promise, and not the mean alone
 * @param low what that mean is at the least, with 95 % confidence; not a number where one cannot tell
 * @param limit it must be at least this
 * @param reach what rejections leave in the worst cell to a server that wastes nothing else; not a number where that is no bound
 * @param cells how many were judged
 * @param missed how many of them miss it
 * @param beyond how many of those cannot but miss it, as rejections leave too little
 */
record Verdict(
        String promise,
        String who,
        double worst,
        boolean bySeed,
        double low,
        double limit,
        double reach,
        String cell,
        int cells,
        int missed,
        int beyond) {

    boolean isMet() {
        return missed == 0;
    }

    /** Whether there is a cell that could keep the promise and does not. */
    boolean isBroken() {
        return missed > beyond;
    }

    String word() {
        return isMet() ? "MET" : "MISSED";
    }

    /** What was judged, and of how many cells it is true. */
    String basis() {
        String judged = bySeed
                ? "worst seed"
                : Double.isNaN(low) ? "mean" : String.format(Locale.ROOT, "mean, surely above %.4f", low);
        return judged + (isMet() ? "" : "; " + missed + " of " + cells + " cells miss it" + reason());
    }

    private String reason() {
        if (beyond == 0) {
            return "";
        }
        String most = reach < limit ? String.format(Locale.ROOT, " (here no more than %.4f)", reach) : "";
        return ", in " + beyond + " of them rejections leave less than that" + most;
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "%-6s  %-66s  %-32s  worst %7.4f, at least %.4g; %s; %s",
                word(),
                promise,
                who,
                worst,
                limit,
                cell,
                basis());
    }
}

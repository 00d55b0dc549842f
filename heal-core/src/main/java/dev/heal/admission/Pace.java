package dev.heal.admission;

/** When it is time for a trial: those of more places cost a little time, those of fewer throughput too. */
final class Pace {

    private static final long BEFORE_MORE = 1_000_000_000L;
    private static final long MORE_TO_PAUSE = 5;
    private static final long BEFORE_FEWER = 5_000_000_000L;
    private static final long FEWER_TO_PAUSE = 50;
    private static final long LONGEST = 30_000_000_000L;

    private long sinceMore;
    private long sinceFewer;
    private long beforeMore = BEFORE_MORE;
    private long beforeFewer = BEFORE_FEWER;

    void pass(long span) {
        sinceMore += span;
        sinceFewer += span;
    }

    boolean isTimeForMore() {
        return sinceMore >= beforeMore;
    }

    boolean isTimeForFewer() {
        return sinceFewer >= beforeFewer;
    }

    /** The limit has just become known without a trial. @param trial nanoseconds that one would take */
    void begin(double trial) {
        sinceMore = 0;
        sinceFewer = 0;
        beforeMore = (long) Math.min(LONGEST, Math.max(BEFORE_MORE, MORE_TO_PAUSE * trial));
        beforeFewer = (long) Math.min(LONGEST, Math.max(BEFORE_FEWER, FEWER_TO_PAUSE * trial));
    }

    /** Nothing but the fear of cutting too deep speaks for the limit. */
    void tryFewerSoon() {
        beforeFewer = BEFORE_FEWER;
    }

    void gained() {
        sinceMore = 0;
        beforeMore = BEFORE_MORE;
    }

    /** What was seen again and again need not be asked for as often. */
    void gainedNothing() {
        sinceMore = 0;
        beforeMore = Math.min(LONGEST, 2 * beforeMore);
    }

    /** There was no call for more places while they were there. */
    void showedNothing() {
        sinceMore = 0;
    }

    void triedFewer(long took) {
        sinceFewer = 0;
        beforeFewer = Math.min(LONGEST, Math.max(2 * beforeFewer, FEWER_TO_PAUSE * took));
    }
}

package dev.heal.signal;

/** Spreads call threads over a few counters, so that two cores seldom write the same cache line. */
final class Stripes {

    static final int COUNT =
            Math.min(8, Integer.highestOneBit(Math.max(1, Runtime.getRuntime().availableProcessors() * 2 - 1)));

    private Stripes() {}

    /** The stripe of the calling thread; ids are handed out in sequence, so their low bits spread evenly. */
    @SuppressWarnings("deprecation") // threadId() is not in Java 17
    static int mine() {
        return (int) Thread.currentThread().getId() & (COUNT - 1);
    }
}

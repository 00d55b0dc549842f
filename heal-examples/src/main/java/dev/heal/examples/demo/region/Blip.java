package dev.heal.examples.demo.region;

/**
 * What one blip came to for one shop.
 *
 * @param cut what the proxy measured
 * @param reads those that fell due from that moment to the next blip
 */
record Blip(Cut cut, Reads reads) {

    /** Whether there was anything to get over: a shop that nothing was taken from has shown nothing. */
    boolean bit() {
        return cut.links() > 0 || (cut.refused() && reads.lost() > 0);
    }
}

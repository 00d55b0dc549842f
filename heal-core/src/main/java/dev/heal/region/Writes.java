package dev.heal.region;

/** What becomes of writes in a region that only stands by. Heal moves traffic, and no data. */
public enum Writes {
    /** They are refused there: what was written would be missing at home. */
    HOME_ONLY,
    /** The team declares that the store replicates in both directions: they are let through. */
    REPLICATED
}

package dev.heal.test.simulation;

/** All that can go wrong besides the targets themselves. */
public enum Fault {
    DETECTOR_THROWS,
    DETECTOR_HANGS,
    DETECTOR_NAN,
    DETECTOR_UNKNOWN,
    /** Looks wait for a thread. */
    SAMPLERS_STARVED,
    REMEDIATION_HANGS,
    REMEDIATION_IGNORES_INTERRUPT,
    REMEDIATION_FAILS,
    /** Does a part of its work, and says it has done it. */
    REMEDIATION_HALF,
    /** Says it has done its work, and has done nothing. */
    REMEDIATION_LIES,
    UNDO_FAILS,
    UNDO_HANGS,
    JOURNAL_EIO,
    JOURNAL_FULL,
    JOURNAL_SLOW,
    /** A power loss leaves a part of a record behind. */
    JOURNAL_TORN,
    CLOCK_HOUR,
    CLOCK_DECADE,
    TICKS_LATE,
    TICKS_BUNCHED,
    /** The whole process is stopped for a while. */
    PROCESS_PAUSED,
    CRASH,
    /** A shutdown, and a start with another policy. */
    RESTART_CHANGED,
    APPROVAL_DUPLICATE,
    APPROVAL_LATE,
    APPROVAL_WRONG,
    HUMAN_DENIES,
    HUMAN_STOPS,
    HUMAN_SETS_MODE,
    HUMAN_ABORTS,
    HUMAN_ACKNOWLEDGES,
    STOP_FILE,
    /** A region's probe says the opposite of what is so. */
    PROBE_LIES,
    /** It gives no answer. */
    PROBE_HANGS,
    /** All traffic of a router goes to one region, because a human has said so. */
    HUMAN_PINS;

    /** Whether it can only happen where there are regions behind a router. */
    boolean isOfRegions() {
        return this == PROBE_LIES || this == PROBE_HANGS || this == HUMAN_PINS;
    }
}

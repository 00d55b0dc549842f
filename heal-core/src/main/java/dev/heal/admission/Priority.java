package dev.heal.admission;

import java.util.List;

/** How important a request is to the people who run the service; the order is the order in which requests are served. */
public enum Priority {
    /** What the service exists for, and what keeps it alive: payments, health, the control of operations. */
    CRITICAL,
    /** What a human waits for. */
    HIGH,
    /** What says nothing else. */
    NORMAL,
    /** What can be done later: prefetching, batches, crawlers. */
    BULK;

    private static final List<Priority> ALL = List.of(values());

    /** All of them, the most important first. */
    public static List<Priority> all() {
        return ALL;
    }

    public boolean isMoreImportantThan(Priority other) {
        return ordinal() < other.ordinal();
    }
}

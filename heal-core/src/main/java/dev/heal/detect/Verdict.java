package dev.heal.detect;

/** What a detector says of a snapshot. */
public sealed interface Verdict {

    /** Known to be well. */
    record Healthy() implements Verdict {}

    /** Known to be sick. */
    record Unhealthy(Evidence evidence) implements Verdict {}

    /**
     * Not known: neither healthy nor sick. It opens no incident and closes none.
     *
     * @param reason such as {@code 3 calls, need 20}
     */
    record Inconclusive(String reason) implements Verdict {}

    static Verdict healthy() {
        return new Healthy();
    }

    static Verdict unhealthy(Evidence evidence) {
        return new Unhealthy(evidence);
    }

    static Verdict inconclusive(String reason) {
        return new Inconclusive(reason);
    }
}

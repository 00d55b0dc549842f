package dev.heal.resource;

/** Whether a repair could work at this moment, found out without touching anything. */
public sealed interface Readiness {

    /** Nothing speaks against it. */
    record Ready() implements Readiness {}

    /**
     * It would not help now, or would harm; it is asked again later.
     *
     * @param reason one sentence for a human, with the figures that decided
     */
    record NotReady(String reason) implements Readiness {}

    static Readiness ready() {
        return new Ready();
    }

    static Readiness notReady(String reason) {
        return new NotReady(reason);
    }
}

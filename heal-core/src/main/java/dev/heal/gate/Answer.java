package dev.heal.gate;

/** What a gate says. */
public sealed interface Answer {

    record Allow() implements Answer {}

    /**
     * Not in this incident, as far as this gate is concerned; the next step may have its turn.
     *
     * @param reason one sentence for a human
     */
    record Deny(String reason) implements Answer {}

    /**
     * Not yet; it is asked again at each look.
     *
     * @param reason one sentence for a human
     */
    record Wait(String reason) implements Answer {}

    static Answer allow() {
        return new Allow();
    }

    static Answer deny(String reason) {
        return new Deny(reason);
    }

    static Answer waitFor(String reason) {
        return new Wait(reason);
    }
}

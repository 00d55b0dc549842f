package dev.heal.loop;

import dev.heal.gate.Ledger;

/** The rules of one target: {@code (state, fact) -> (state, effects)}. */
@FunctionalInterface
interface Rules {

    /**
     * Pure: no clock, no thread, no I/O.
     *
     * @param ledger what is known of the whole application
     */
    Move on(Episode episode, Ledger ledger, Fact fact);
}

package dev.heal.loop;

import dev.heal.gate.Ledger;
import java.util.List;

/** What follows from a fact: the next state of the target and of the application, and what is to be done, in this order. */
record Move(Episode episode, Ledger ledger, List<Effect> effects) {

    Move {
        effects = List.copyOf(effects);
    }
}

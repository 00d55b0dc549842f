package dev.heal.loop;

import java.util.List;

/** What a fact leads to: the next state, and what is to be done, in order. */
record Move(Episode episode, List<Effect> effects) {

    Move {
        effects = List.copyOf(effects);
    }
}

package dev.heal.observe;

import dev.heal.signal.Outcome;

/** What the meters read of a target; a reading waits for no call and for no foreign code. */
public interface TargetView {

    /** The target's name. */
    String name();

    /** How many calls have ended so since the beginning. */
    long calls(Outcome outcome);

    long inFlight();

    /** Where the loop stands, such as {@code watching}. */
    String state();
}

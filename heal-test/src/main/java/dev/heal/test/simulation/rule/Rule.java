package dev.heal.test.simulation.rule;

import dev.heal.test.simulation.Seen;
import java.util.function.BiConsumer;

/** One promise, as a property of a run. It knows what was seen from outside, and nothing of how heal decides. */
public interface Rule {

    /** Its number in the list of promises. */
    int number();

    /** The promise in a few words. */
    String words();

    /** @param violated told of each place where the promise was broken: where in the trace, and what happened */
    void check(Evidence seen, BiConsumer<Seen, String> violated);
}

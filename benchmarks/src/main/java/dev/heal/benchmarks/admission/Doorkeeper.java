package dev.heal.benchmarks.admission;

import org.jspecify.annotations.Nullable;

/** One that lets in or turns away, used as its own documentation uses it. */
abstract class Doorkeeper {

    /**
     * Lets a request in and out again, or turns it away.
     *
     * @return what shows that it was let in; null if it was turned away
     */
    abstract @Nullable Object ask();

    /**
     * Takes all there is for good.
     *
     * @throws UnsupportedOperationException if it turns nobody away
     */
    void fill() {
        throw new UnsupportedOperationException(getClass().getSimpleName() + " turns nobody away");
    }

    /** @throws IllegalStateException if something else was measured than this decision */
    void prove(Decision decision) {
        boolean isLetIn = ask() != null;
        if (isLetIn != (decision == Decision.ACCEPTED)) {
            throw new IllegalStateException(getClass().getSimpleName() + ": what was measured was something else: a"
                    + " request was " + (isLetIn ? "let in" : "turned away"));
        }
    }
}

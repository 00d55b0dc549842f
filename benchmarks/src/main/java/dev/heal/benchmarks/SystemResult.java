package dev.heal.benchmarks;

import java.util.Optional;

/** What a benchmark of whole processes, or of a simulated one, has found. */
interface SystemResult {

    /** Whether no goal was missed. */
    boolean passed();

    /** For people. */
    String text();

    /** For programs. */
    String json();

    /** For people with a browser: one file that needs nothing else; empty if there is none. */
    default Optional<String> html() {
        return Optional.empty();
    }
}

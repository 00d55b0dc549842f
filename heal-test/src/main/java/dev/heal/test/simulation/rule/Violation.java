package dev.heal.test.simulation.rule;

import dev.heal.test.simulation.Seen;

/** A promise that was broken. */
public record Violation(Rule rule, long seed, Seen where, String what) {

    @Override
    public String toString() {
        return "rule " + rule.number() + " (" + rule.words() + "), seed " + seed + ": " + what + "\n    at "
                + where.line();
    }
}

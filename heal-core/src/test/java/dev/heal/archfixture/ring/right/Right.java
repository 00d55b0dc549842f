package dev.heal.archfixture.ring.right;

import dev.heal.archfixture.ring.left.Left;

/** The other half. */
public final class Right {
    public Left back() {
        return new Left();
    }
}

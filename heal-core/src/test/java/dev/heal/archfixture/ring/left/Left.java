package dev.heal.archfixture.ring.left;

import dev.heal.archfixture.ring.right.Right;

/** One half of a ring. */
public final class Left {
    public Right other = new Right();
}

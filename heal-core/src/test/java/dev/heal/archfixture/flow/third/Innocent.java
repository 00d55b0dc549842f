package dev.heal.archfixture.flow.third;

import dev.heal.archfixture.flow.second.Late;

/** Uses a station that comes before its own. */
public final class Innocent {
    public Late late = new Late();
}

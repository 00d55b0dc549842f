package dev.heal.archfixture.flow.first;

import dev.heal.archfixture.flow.second.Late;

/** Uses a constant of a later station: the byte code holds its value and no longer its name. */
public final class Constant {
    public String name() {
        return Late.NAME;
    }
}

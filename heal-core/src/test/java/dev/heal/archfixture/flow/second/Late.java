package dev.heal.archfixture.flow.second;

/** Uses nothing. */
public final class Late {
    public static final String NAME = "late";
}

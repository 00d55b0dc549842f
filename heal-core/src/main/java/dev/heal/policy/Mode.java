package dev.heal.policy;

/** What heal may do by itself, from least to most. */
public enum Mode {
    /** Judge and record what would have been done. */
    OBSERVE,
    /** Wait for a human's approval, then act. */
    PROPOSE,
    /** Act. */
    ACT;

    /** This mode, or the ceiling where this one is more. */
    public Mode under(Mode ceiling) {
        return compareTo(ceiling) > 0 ? ceiling : this;
    }
}

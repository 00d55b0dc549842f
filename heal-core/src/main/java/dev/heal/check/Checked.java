package dev.heal.check;

/** Plain data that knows what it may hold. */
public interface Checked {

    /**
     * Reports every value that cannot be meant; reports nothing when all is well and never throws.
     *
     * @param check takes the problems; names are those of the record's components in kebab-case, as in YAML
     */
    default void check(Check check) {}
}

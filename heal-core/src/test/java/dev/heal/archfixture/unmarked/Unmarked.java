package dev.heal.archfixture.unmarked;

/** Lies in a package without a package-info. */
public final class Unmarked {}

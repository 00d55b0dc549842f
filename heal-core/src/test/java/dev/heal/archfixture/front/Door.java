package dev.heal.archfixture.front;

/** The front door: the last station. */
public final class Door {}

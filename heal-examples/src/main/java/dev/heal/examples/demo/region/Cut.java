package dev.heal.examples.demo.region;

/**
 * The links of one shop to one side were cut for a moment, as the proxy between them measured it.
 *
 * @param side which side the links went to
 * @param moment when, on the clock's nanoseconds
 * @param links how many connections that were in use it broke
 * @param refused whether a new connection was refused meanwhile
 */
record Cut(Side side, long moment, int links, boolean refused) {}

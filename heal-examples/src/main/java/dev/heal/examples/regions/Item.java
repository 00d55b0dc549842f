package dev.heal.examples.regions;

/**
 * Something to buy, and how many of it there are.
 *
 * @param servedBy the region that said so
 */
public record Item(long id, String name, int stock, String servedBy) {}

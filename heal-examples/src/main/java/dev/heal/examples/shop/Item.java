package dev.heal.examples.shop;

/** Something to buy, and how many of it there are. */
record Item(long id, String name, int stock) {}

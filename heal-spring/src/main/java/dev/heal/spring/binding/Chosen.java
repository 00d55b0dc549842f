package dev.heal.spring.binding;

/**
 * A word of the vocabulary with its settings, checked.
 *
 * @param settings of the kind's own record type
 * @param node where the word is written
 */
public record Chosen<K>(K kind, Record settings, Node node) {}

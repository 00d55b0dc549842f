package dev.heal.spring.binding;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One place of the configuration: the value written there and the places below it, in the order in which they were
 * written. Names are equal if they differ only in case and dashes, because an environment variable knows neither.
 */
public final class Node {

    private final String name;
    private final String property;
    private @Nullable Written value;
    private final Map<String, Node> children = new LinkedHashMap<>();

    Node(String name, String property) {
        this.name = name;
        this.property = property;
    }

    /** The name as written. */
    public String name() {
        return name;
    }

    /** The full name of the property, such as {@code heal.policies.jdbc.cooldown}. */
    public String property() {
        return property;
    }

    public Collection<Node> children() {
        return Collections.unmodifiableCollection(children.values());
    }

    public @Nullable Node child(String name) {
        return children.get(uniform(name));
    }

    List<String> names() {
        return children.values().stream().map(Node::name).toList();
    }

    /** The text written here; null if this is a map, a list or nothing. */
    public @Nullable String text() {
        return value != null && !value.isNothing() ? value.text() : null;
    }

    /** The text with every {@code ${...}} replaced; null where there is no text, or where one of them cannot be. */
    public @Nullable String resolved() {
        return text() == null || value == null ? null : value.resolved();
    }

    @Nullable
    Written value() {
        return value;
    }

    void write(Written written) {
        value = written;
    }

    boolean isNothing() {
        return text() == null && children.isEmpty();
    }

    /** Whether what stands here is a YAML list. */
    public boolean isList() {
        return !children.isEmpty() && children.keySet().stream().allMatch(Node::isIndex);
    }

    /** What is written, for a message: the value, a list on one line; null for a map and for nothing. */
    public @Nullable String shown() {
        if (isList()) {
            return children.values().stream()
                    .map(child -> child.text() == null ? "..." : child.text())
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        return text();
    }

    /** File, line and column, or the place of the first value below. */
    public String where() {
        if (value != null && !value.where().isEmpty()) {
            return value.where();
        }
        String file = "";
        for (Node child : children.values()) {
            String where = child.where();
            if (where.contains(":")) {
                return where.startsWith("near ") || child.isListElement() ? where : "near " + where;
            }
            file = file.isEmpty() ? where : file;
        }
        return file;
    }

    private boolean isListElement() {
        return isIndex(name);
    }

    /** The child of that name, made if need be. */
    Node grow(String name) {
        return children.computeIfAbsent(uniform(name), unused -> new Node(name, below(name)));
    }

    /** The property of a place below this one, whether or not there is one. */
    String below(String name) {
        if (isIndex(name)) {
            return property + name;
        }
        return name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_')
                ? property + "." + name
                : property + "[" + name + "]";
    }

    /** This place with the values of {@code high} above its own: maps are merged by name, all else is replaced whole. */
    Node overlay(Node high) {
        if (high.isNothing()) {
            return this;
        }
        if (!isMergeable() || !high.isMergeable()) {
            return high;
        }
        Node merged = new Node(name, property);
        merged.value = value;
        merged.children.putAll(children);
        high.children.forEach((key, child) -> merged.children.merge(key, child, Node::overlay));
        return merged;
    }

    private boolean isMergeable() {
        return text() == null && !isList();
    }

    /** The same place without some of the places below it. */
    Node without(Collection<String> names) {
        Node rest = new Node(name, property);
        rest.value = value;
        rest.children.putAll(children);
        names.forEach(unwanted -> rest.children.remove(uniform(unwanted)));
        return rest;
    }

    /** The same place with another one in the place of the child of that name. */
    Node with(Node child) {
        Node changed = without(List.of());
        changed.children.put(uniform(child.name), child);
        return changed;
    }

    static boolean isIndex(String name) {
        return name.length() > 2
                && name.charAt(0) == '['
                && name.charAt(name.length() - 1) == ']'
                && name.substring(1, name.length() - 1).chars().allMatch(c -> c >= '0' && c <= '9');
    }

    static String uniform(String name) {
        if (isIndex(name)) {
            return name;
        }
        String letters = name.codePoints()
                .filter(Character::isLetterOrDigit)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return letters.isEmpty() ? name : letters.toLowerCase(Locale.ROOT);
    }

    /** Splits {@code heal.targets[orders.db].when[0]} into {@code heal, targets, orders.db, when, [0]}. */
    static List<String> segments(String property) {
        List<String> segments = new ArrayList<>();
        StringBuilder segment = new StringBuilder();
        for (int i = 0; i < property.length(); i++) {
            char c = property.charAt(i);
            int close = c == '[' ? property.indexOf(']', i) : -1;
            if (c == '.' || close > 0) {
                if (!segment.isEmpty()) {
                    segments.add(segment.toString());
                    segment.setLength(0);
                }
                if (close > 0) {
                    String bracketed = property.substring(i, close + 1);
                    segments.add(isIndex(bracketed) ? bracketed : property.substring(i + 1, close));
                    i = close;
                }
            } else {
                segment.append(c);
            }
        }
        if (!segment.isEmpty()) {
            segments.add(segment.toString());
        }
        return segments;
    }
}

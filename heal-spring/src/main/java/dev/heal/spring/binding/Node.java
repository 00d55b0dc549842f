package dev.heal.spring.binding;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One place of the configuration: the value written there and the places below it, in the order in which they were
 * written. Names are equal if they differ only in case and dashes, because an environment variable knows neither.
 */
public final class Node {

    /** How the place of a variable begins. */
    static final String VARIABLE = "environment variable ";

    private final String name;
    private final String property;
    private @Nullable Written value;
    private Supplier<String> key = () -> "";
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

    /** Where the key of this place stands, asked only for a message: file, line and column, or empty if it is not known. */
    void keyAt(Supplier<String> where) {
        key = where;
    }

    boolean isNothing() {
        return text() == null && children.isEmpty();
    }

    boolean isMap() {
        return text() == null && !children.isEmpty() && !isList();
    }

    /** Whether what stands here is a YAML list. */
    public boolean isList() {
        return !children.isEmpty() && children.keySet().stream().allMatch(Node::isIndex);
    }

    /** A list counts from 0 without a gap; YAML makes the same of a map whose names are numbers. */
    boolean hasNumbersForNames() {
        if (!isList()) {
            return false;
        }
        int next = 0;
        for (String name : children.keySet()) {
            if (!name.equals("[" + next++ + "]")) {
                return true;
            }
        }
        return false;
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

    /** File, line and column of the value, or of the key of a map; the file or the variable alone where no line is known. */
    public String where() {
        if (value != null && Place.of(value.where()) != null) {
            return value.where();
        }
        String own = key.get();
        if (!own.isEmpty()) {
            return own;
        }
        if (value != null && !value.where().isEmpty()) {
            return value.where();
        }
        return children.values().stream()
                .map(Node::where)
                .filter(where -> !where.isEmpty())
                .findFirst()
                .map(Node::near)
                .orElse("");
    }

    /** Whether all that is written here and below comes from environment variables; asks for no place in a file. */
    boolean isOfVariables() {
        return value == null
                ? !children.isEmpty() && children.values().stream().allMatch(Node::isOfVariables)
                : value.where().startsWith(VARIABLE);
    }

    /** Each line of a properties file names the whole path; of a YAML file the line of something below would mislead. */
    private static String near(String where) {
        Place place = Place.of(where);
        return place == null || where.startsWith("near ")
                ? where
                : place.file().endsWith(".properties") ? "near " + where : place.file();
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
        Node merged = as(this);
        merged.value = value;
        high.children.forEach((key, child) -> merged.children.merge(key, child, Node::overlay));
        return merged;
    }

    /**
     * Tells the places of {@code high} at which nothing is written where a value stands here: whoever empties a value means
     * something by it, and {@link #overlay} would go on with the old one. An empty variable is a usual way to set none.
     */
    void emptiedBy(Node high, Consumer<Node> emptied) {
        if (high.isNothing()) {
            if (!isMergeable() && !high.isOfVariables()) {
                emptied.accept(high);
            }
        } else if (isMergeable() && high.isMergeable()) {
            high.children.forEach((key, child) -> {
                Node low = children.get(key);
                if (low != null) {
                    low.emptiedBy(child, emptied);
                }
            });
        }
    }

    private boolean isMergeable() {
        return text() == null && !isList();
    }

    /** What stands below this place, under the name and at the place of another. */
    Node as(Node other) {
        Node same = new Node(other.name, other.property);
        same.key = other.key;
        same.children.putAll(children);
        return same;
    }

    /** The same place without some of the places below it. */
    Node without(Collection<String> names) {
        Node rest = as(this);
        rest.value = value;
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

    /** The place of the key, or {@code otherwise} if it is not known. */
    String keyOr(String otherwise) {
        String where = key.get();
        return where.isEmpty() ? otherwise : where;
    }

    /** Splits {@code heal.targets[orders.db].when[0]} into {@code heal, targets, orders.db, when, [0]}. */
    static List<String> segments(String property) {
        List<String> segments = new ArrayList<>();
        StringBuilder segment = new StringBuilder();
        boolean isOpen = false;
        for (int i = 0; i < property.length(); i++) {
            char c = property.charAt(i);
            int close = c == '[' ? property.indexOf(']', i) : -1;
            if (c != '.' && close < 0) {
                segment.append(c);
                continue;
            }
            boolean isAfterBracket = i > 0 && property.charAt(i - 1) == ']' && segment.isEmpty() && !isOpen;
            if (!segment.isEmpty() || (!isAfterBracket && (c == '.' || isOpen))) {
                segments.add(segment.toString());
                segment.setLength(0);
            }
            isOpen = c == '.';
            if (close > 0) {
                String bracketed = property.substring(i, close + 1);
                segments.add(isIndex(bracketed) ? bracketed : property.substring(i + 1, close));
                i = close;
            }
        }
        if (!segment.isEmpty() || isOpen) {
            segments.add(segment.toString());
        }
        return segments;
    }
}

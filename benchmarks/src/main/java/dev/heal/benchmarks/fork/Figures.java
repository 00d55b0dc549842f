package dev.heal.benchmarks.fork;

import java.util.Map;
import java.util.TreeMap;

/** What one JVM has measured, by name; as lines of {@code name=number} between the two processes. */
public record Figures(Map<String, Double> values) {

    private static final String MARK = "figure ";

    public Figures {
        values = new TreeMap<>(values);
    }

    public String lines() {
        StringBuilder out = new StringBuilder();
        values.forEach((name, value) ->
                out.append(MARK).append(name).append('=').append(value).append('\n'));
        return out.toString();
    }

    /** Reads what {@link #lines} wrote; other lines, such as a JVM's warnings, say nothing. */
    public static Figures parse(String text) {
        Map<String, Double> values = new TreeMap<>();
        text.lines().filter(line -> line.startsWith(MARK)).forEach(line -> {
            int equals = line.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("not a figure: " + line);
            }
            values.put(line.substring(MARK.length(), equals), Double.valueOf(line.substring(equals + 1)));
        });
        return new Figures(values);
    }

    public double get(String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the fork measured no " + name + ", only " + values.keySet());
        }
        return value;
    }
}

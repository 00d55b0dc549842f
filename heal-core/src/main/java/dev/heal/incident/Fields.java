package dev.heal.incident;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of a record as they were read: whatever is missing or of another kind is said, and is no value. */
record Fields(Map<?, ?> values) {

    String text(String name) {
        if (values.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("its " + name + " is no text");
    }

    long number(String name) {
        if (values.get(name) instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalArgumentException("its " + name + " is no number");
    }

    boolean has(String name) {
        return values.get(name) != null;
    }

    /** Empty if there is none. */
    List<String> texts(String name) {
        return values.get(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** Empty if there is none. */
    Map<String, String> textsByName(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (values.get(name) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
        }
        return texts;
    }

    /** Empty if there is none. */
    Map<String, Double> numbersByName(String name) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        if (values.get(name) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (value instanceof Number number) {
                    numbers.put(String.valueOf(key), number.doubleValue());
                }
            });
        }
        return numbers;
    }

    /** Empty if there is none. */
    List<Fields> several(String name) {
        return values.get(name) instanceof List<?> list
                ? list.stream()
                        .filter(Map.class::isInstance)
                        .map(each -> new Fields((Map<?, ?>) each))
                        .toList()
                : List.of();
    }
}

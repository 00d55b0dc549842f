package dev.heal.spring.binding;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads {@code bad-input.txt}, which says how. */
public final class BadInputs {

    public static final String GOOD = """
            heal:
              policies:
                jdbc:
                  detectors:
                    stalled: { pool-stalled: { oldest-borrow: 2s } }
                    errors: { failure-rate: { above: 0.5 } }
                  steps:
                    restart:
                      do: { restart-pool: {} }
                      when: [stalled]
                      verify: { probe: jdbc, within: 10s, hold: 3s }
                  budget: { remediations: 3, per: 10m }
                  cooldown: 60s
              targets:
                inventory: { policy: jdbc, resource: dataSource, mode: act }
            """;

    /**
     * One input.
     *
     * @param line where it stands in bad-input.txt
     * @param schema why the schema lets it pass; empty if it does not
     */
    public record Bad(
            int line,
            String yaml,
            String profile,
            String properties,
            Map<String, Object> variables,
            List<String> answer,
            List<String> healed,
            String schema) {

        public boolean isYamlAlone() {
            return profile.isEmpty() && properties.isEmpty() && variables.isEmpty();
        }

        HealSettings read() {
            return new SettingsReader(Vocabulary.own())
                    .read(ConfigurationTree.of(Yaml.environment(variables, properties, profile, yaml)));
        }

        @Override
        public String toString() {
            return "bad-input.txt:" + line + " " + (answer.isEmpty() ? "" : answer.get(0));
        }
    }

    private BadInputs() {}

    /** The lines that a person would read of an application.yml. */
    public static List<String> complaints(String yaml) {
        return Yaml.complaints(yaml);
    }

    public static List<Bad> all() {
        List<Bad> all = new ArrayList<>();
        List<String> block = new ArrayList<>();
        List<String> lines = lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.isBlank() && !line.startsWith("#")) {
                block.add(line);
            }
            boolean ends = i + 1 == lines.size() || lines.get(i + 1).isBlank();
            if (ends && !block.isEmpty()) {
                all.add(read(i + 2 - block.size(), block));
                block.clear();
            }
        }
        return all;
    }

    private static Bad read(int line, List<String> block) {
        Map<String, Object> variables = new LinkedHashMap<>();
        for (String variable : marked(block, '$')) {
            variables.put(variable.substring(0, variable.indexOf('=')), variable.substring(variable.indexOf('=') + 1));
        }
        return new Bad(
                line,
                edited(block),
                String.join("\n", marked(block, '>')),
                String.join("\n", marked(block, '.')),
                variables,
                marked(block, '='),
                marked(block, '*').stream()
                        .flatMap(names -> Arrays.stream(names.split(", ")))
                        .toList(),
                String.join("", marked(block, '~')));
    }

    private static String edited(List<String> block) {
        String text = GOOD;
        for (int i = 0; i < block.size(); i++) {
            List<String> old = run(block, i, '-');
            List<String> fresh = run(block, i + old.size(), '+');
            if (!old.isEmpty()) {
                String piece = String.join("\n", old);
                if (!text.contains(piece)) {
                    throw new IllegalStateException("bad-input.txt: not in the good configuration: " + piece);
                }
                text = text.replace(piece, String.join("\n", fresh));
                i += old.size() + fresh.size() - 1;
            }
        }
        return text;
    }

    private static List<String> run(List<String> block, int from, char mark) {
        return marked(
                block.stream()
                        .skip(from)
                        .takeWhile(line -> line.charAt(0) == mark)
                        .toList(),
                mark);
    }

    private static List<String> marked(List<String> block, char mark) {
        return block.stream()
                .filter(line -> line.charAt(0) == mark)
                .map(line -> line.length() < 2 ? "" : line.substring(2))
                .toList();
    }

    private static List<String> lines() {
        try (var file = Objects.requireNonNull(BadInputs.class.getResourceAsStream("/bad-input.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}

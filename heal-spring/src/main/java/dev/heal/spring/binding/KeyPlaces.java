package dev.heal.spring.binding;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Where each key of a YAML file stands, because Spring remembers the places of values only. */
final class KeyPlaces {

    private final List<Map<List<String>, String>> documents = new ArrayList<>();
    private final Set<org.yaml.snakeyaml.nodes.Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private KeyPlaces() {}

    /** The keys of a file; none if it cannot be read again, or if there is no SnakeYAML. */
    static KeyPlaces read(Resource resource) {
        KeyPlaces places = new KeyPlaces();
        try (Reader reader = new InputStreamReader(resource.getInputStream(), StandardCharsets.UTF_8)) {
            Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
            for (org.yaml.snakeyaml.nodes.Node root : yaml.composeAll(reader)) {
                Map<List<String>, String> document = new HashMap<>();
                places.documents.add(document);
                places.walk(root, "", document);
            }
        } catch (IOException | RuntimeException | LinkageError unreadable) {
            // Then a message names the file alone.
            places.documents.clear();
        }
        return places;
    }

    /** {@code 12:5}, both from 1; null if there is no such key. */
    @Nullable
    String find(int document, List<String> segments) {
        return document < documents.size() ? documents.get(document).get(segments) : null;
    }

    private void walk(org.yaml.snakeyaml.nodes.Node node, String path, Map<List<String>, String> places) {
        // An alias shows the same node again and again.
        if (!seen.add(node)) {
            return;
        }
        if (node instanceof MappingNode map) {
            for (NodeTuple entry : map.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode key) {
                    String below = below(path, key.getValue());
                    places.putIfAbsent(Node.segments(below), place(key.getStartMark()));
                    walk(entry.getValueNode(), below, places);
                }
            }
        } else if (node instanceof SequenceNode list) {
            for (int i = 0; i < list.getValue().size(); i++) {
                String element = path + "[" + i + "]";
                places.putIfAbsent(
                        Node.segments(element), place(list.getValue().get(i).getStartMark()));
                walk(list.getValue().get(i), element, places);
            }
        }
    }

    private static String place(Mark mark) {
        return (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
    }

    /** As Spring flattens a map. */
    private static String below(String path, String key) {
        return path.isEmpty() ? key : key.startsWith("[") ? path + key : path + "." + key;
    }
}

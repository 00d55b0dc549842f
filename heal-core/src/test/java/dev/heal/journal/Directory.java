package dev.heal.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The names in a simulated directory: as they are seen, and as they are found again when the power was gone. */
final class Directory {

    private final Map<String, SimulatedFile> seen = new TreeMap<>();
    private final Map<String, SimulatedFile> durable = new TreeMap<>();
    private final List<Consumer<Map<String, SimulatedFile>>> unsynced = new ArrayList<>();

    Map<String, SimulatedFile> files() {
        return seen;
    }

    void put(String name, SimulatedFile file) {
        seen.put(name, file);
        durable.put(name, file);
    }

    void create(String name, SimulatedFile file) {
        change(names -> names.put(name, file));
    }

    void rename(String from, String to) {
        SimulatedFile file = seen.get(from);
        change(names -> {
            names.remove(from, file);
            names.put(to, file);
        });
    }

    void delete(String name) {
        SimulatedFile file = seen.get(name);
        change(names -> names.remove(name, file));
    }

    private void change(Consumer<Map<String, SimulatedFile>> change) {
        change.accept(seen);
        unsynced.add(change);
    }

    void sync() {
        unsynced.forEach(change -> change.accept(durable));
        unsynced.clear();
    }

    /** Any of the changes may have become durable, whatever their order was. */
    void syncSome(Random random) {
        unsynced.stream().filter(change -> random.nextBoolean()).forEach(change -> change.accept(durable));
        unsynced.clear();
    }

    void losePower(Random random) {
        syncSome(random);
        seen.clear();
        seen.putAll(durable);
        // A file that two names have come to by a half rename is one file.
        seen.values().stream().distinct().forEach(file -> file.losePower(random));
    }
}

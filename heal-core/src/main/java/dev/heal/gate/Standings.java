package dev.heal.gate;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The standings of all targets by name. Immutable: a change makes another one, and with thousands of targets it must not copy
 * them all. So they lie in a tree of 32 branches a node, as in Bagwell's hash tries (Ideal Hash Trees, 2001) without their
 * bitmaps: a change copies a node a level, three for 10,000 targets.
 */
final class Standings extends AbstractMap<String, Standing> {

    private static final int BITS = 5;
    private static final int BRANCHES = 1 << BITS;
    /** Where a hash is used up, a leaf holds whatever comes. */
    private static final int DEPTH = 6;

    /** A leaf that holds more is split. */
    private static final int FULL = 8;

    static final Standings NONE = new Standings(new Leaf(List.of()), 0);

    private sealed interface Node {}

    private record Leaf(List<Entry<String, Standing>> entries) implements Node {}

    @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
    private record Branch(Node[] below) implements Node {}

    private final Node root;
    private final int size;

    private Standings(Node root, int size) {
        this.root = root;
        this.size = size;
    }

    static Standings of(Map<String, Standing> map) {
        if (map instanceof Standings standings) {
            return standings;
        }
        Standings all = NONE;
        for (Entry<String, Standing> entry : map.entrySet()) {
            all = all.with(entry.getKey(), entry.getValue());
        }
        return all;
    }

    Standings with(String target, Standing standing) {
        int more = get(target) == null ? 1 : 0;
        return new Standings(with(root, 0, Map.entry(target, standing)), size + more);
    }

    private static Node with(Node node, int depth, Entry<String, Standing> entry) {
        if (node instanceof Branch branch) {
            Node[] below = branch.below.clone();
            int at = branch(entry.getKey(), depth);
            below[at] = with(below[at], depth + 1, entry);
            return new Branch(below);
        }
        List<Entry<String, Standing>> others = ((Leaf) node)
                .entries.stream()
                        .filter(each -> !each.getKey().equals(entry.getKey()))
                        .toList();
        if (others.size() < FULL || depth > DEPTH) {
            return new Leaf(Stream.concat(others.stream(), Stream.of(entry)).toList());
        }
        Node[] below = new Node[BRANCHES];
        Arrays.fill(below, NONE.root);
        Node split = new Branch(below);
        for (Entry<String, Standing> each : others) {
            split = with(split, depth, each);
        }
        return with(split, depth, entry);
    }

    private static int branch(String target, int depth) {
        return (target.hashCode() >>> (depth * BITS)) & (BRANCHES - 1);
    }

    @Override
    public @Nullable Standing get(@Nullable Object key) {
        if (!(key instanceof String target)) {
            return null;
        }
        Node node = root;
        for (int depth = 0; node instanceof Branch branch; depth++) {
            node = branch.below[branch(target, depth)];
        }
        for (Entry<String, Standing> entry : ((Leaf) node).entries) {
            if (entry.getKey().equals(target)) {
                return entry.getValue();
            }
        }
        return null;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return get(key) != null;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Set<Entry<String, Standing>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, Standing>> iterator() {
                return all(root).iterator();
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    private static Stream<Entry<String, Standing>> all(Node node) {
        return node instanceof Branch branch
                ? Arrays.stream(branch.below).flatMap(Standings::all)
                : ((Leaf) node).entries.stream();
    }
}

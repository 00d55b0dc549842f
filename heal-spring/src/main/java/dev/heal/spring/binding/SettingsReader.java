package dev.heal.spring.binding;

import dev.heal.policy.Mode;
import dev.heal.text.Nearest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes settings of the tree. What is wrong with a target or with the policy it names switches off this target; what is
 * wrong above them switches off all, because a lock that was misspelt must not be taken for none.
 */
public final class SettingsReader {

    /** Outside Resilience4j's aspects, which sit at the lowest precedence less 5 to less 1. */
    public static final int DEFAULT_ASPECT_ORDER = Integer.MAX_VALUE - 10;

    /** Every key that may stand directly under {@code heal}. */
    public static final List<String> KEYS =
            List.of("mode", "ceiling", "tick", "strict", "aspect-order", "access", "policies", "targets");

    private final Vocabulary vocabulary;

    public SettingsReader(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    public HealSettings read(ConfigurationTree tree) {
        Findings findings = new Findings();
        findings.addAll(tree.findings());
        findings.addAll(vocabulary.findings());
        Node withoutNoise = withoutForeignVariables(tree.root());
        Section root = new Section(withoutNoise, "heal", findings);
        Mode mode = root.value("mode", Values.oneOf(Mode.class), Mode.OBSERVE);
        Mode ceiling = root.value("ceiling", Values.oneOf(Mode.class), Mode.ACT);
        Duration tick = root.optional("tick", Values.DURATION);
        if (tick != null) {
            root.check(check -> check.positive("tick", tick));
        }
        boolean strict = root.value("strict", Values.BOOLEAN, false);
        root.value("aspect-order", Values.INTEGER, DEFAULT_ASPECT_ORDER);
        AccessSettings access = access(root, findings);
        Node policies = mapByName(root, "policies", findings);
        Node targets = mapByName(root, "targets", findings);
        root.rejectUnknown();
        boolean rootIsSound = findings.isEmpty();

        Set<String> unsound = checkPolicies(policies, findings);
        TargetReader reader = new TargetReader(vocabulary, policies, unsound, targets.names());
        List<TargetSettings> sound = new ArrayList<>();
        List<Node> wrong = new ArrayList<>();
        for (Node target : targets.children()) {
            Findings own = new Findings();
            TargetSettings settings = reader.read(target, own);
            findings.addAll(own);
            if (settings != null && own.isEmpty() && rootIsSound) {
                sound.add(settings);
            } else {
                wrong.add(target);
            }
        }
        return new HealSettings(mode, ceiling, tick, strict, access, sound, wrong, findings, withoutNoise);
    }

    /** Where something of it is wrong, it is as if nothing had been written: that is the narrowest. */
    private static AccessSettings access(Section root, Findings findings) {
        Node node = root.child("access");
        AccessSettings access = node == null
                ? AccessSettings.DEFAULT
                : new RecordBinder(findings).bind(node, "access", AccessSettings.class, AccessSettings.DEFAULT);
        return access == null ? AccessSettings.DEFAULT : access;
    }

    /** The order of the aspect, which is needed before anything else is read; a wrong one is told with the rest. */
    public static int aspectOrder(ConfigurationTree tree) {
        return new Section(tree.root(), "heal", new Findings())
                .value("aspect-order", Values.INTEGER, DEFAULT_ASPECT_ORDER);
    }

    /** The beans that targets name as their resource. */
    public static Set<String> resources(ConfigurationTree tree) {
        Set<String> names = new LinkedHashSet<>();
        Node targets = tree.root().child("targets");
        if (targets != null) {
            for (Node target : targets.children()) {
                String name = new Section(target, "a target", new Findings()).optional("resource", Values.TEXT);
                if (name != null) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private static Node mapByName(Section root, String key, Findings findings) {
        Node node = root.map(key);
        if (node.isList() || node.text() != null) {
            findings.add(
                    node,
                    "is " + (node.isList() ? "a list" : "a value") + " where a map by name belongs",
                    "write " + key + ": { a-name: { ... } }");
            return new Node(key, node.property());
        }
        return node;
    }

    /** A cluster sets variables such as HEAL_PORT for a service that happens to be called so; a misspelling is near. */
    private static Node withoutForeignVariables(Node root) {
        List<String> foreign = root.children().stream()
                .filter(child -> child.where().contains("environment variable"))
                .map(Node::name)
                .filter(name -> KEYS.stream().noneMatch(key -> Node.uniform(key).equals(Node.uniform(name))))
                .filter(name -> Nearest.to(name, KEYS).isEmpty())
                .toList();
        return root.without(foreign);
    }

    /** Checks each policy by itself, and gives the names of those that something is wrong with. */
    private Set<String> checkPolicies(Node policies, Findings findings) {
        Inheritance inheritance = new Inheritance(policies);
        Set<String> unsound = new LinkedHashSet<>();
        for (Node policy : policies.children()) {
            Findings own = new Findings();
            if (policy.isNothing()) {
                own.add(policy, "is empty", "write its detectors and steps, or take it away");
            } else {
                new PolicyReader(vocabulary, own).checkPart(policy, "a policy", List.of("base"));
                inheritance.chain(policy.name(), policy, own);
            }
            findings.addAll(own);
            if (!own.isEmpty()) {
                unsound.add(policy.name());
            }
        }
        return unsound;
    }
}

package dev.heal.spring.binding;

import dev.heal.Heal;
import dev.heal.policy.Mode;
import dev.heal.text.Durations;
import dev.heal.text.Nearest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes settings of the tree. What is wrong with a target or with the policy it names switches off this target; what is
 * wrong above them switches off all, because a lock that was misspelt must not be taken for none.
 */
public final class SettingsReader {

    /** Outside Resilience4j's aspects, which sit at the lowest precedence less 5 to less 1. */
    public static final int DEFAULT_ASPECT_ORDER = Integer.MAX_VALUE - 10;

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
        if (tick != null && tick.compareTo(Heal.Builder.SHORTEST_TICK) < 0) {
            String shortest = Durations.text(Heal.Builder.SHORTEST_TICK);
            root.check(check -> check.problem(
                    "tick", Durations.text(tick), "is too short to look again", "write " + shortest + " or more"));
        }
        boolean strict = root.value("strict", Values.BOOLEAN, false);
        root.value("aspect-order", Values.INTEGER, DEFAULT_ASPECT_ORDER);
        AccessSettings access = access(root, findings);
        Node routerNodes = mapByName(root, "routers", findings);
        Node policies = mapByName(root, "policies", findings);
        Node targets = mapByName(root, "targets", findings);
        SafetySettings safety = new SafetyReader(root, findings).read(targets);
        root.child("load-shedding");
        root.rejectUnknown();
        int ofOneAlone = Stream.of(
                        below(tree, "policies", policies),
                        below(tree, "targets", targets),
                        below(tree, "routers", routerNodes))
                .flatMap(findingsOfOne -> findingsOfOne)
                .mapToInt(Findings::size)
                .sum();
        boolean rootIsSound = findings.size() == ofOneAlone;

        WebShedding web = LoadSheddingReader.web(root.node(), findings);
        List<RouterSettings> routers = routers(routerNodes, tree.findings(), findings);
        if (isMisshapen(root.node().child("policies"))) {
            // Then no target can be asked for its policy.
            List<Node> all = List.copyOf(targets.children());
            return new HealSettings(
                    mode, ceiling, tick, strict, safety, access, web, routers, List.of(), all, findings, root.node());
        }
        TargetNames names = new TargetNames(targets.names());
        Set<String> unsound = checkPolicies(policies, names, tree.findings(), findings);
        Routed routed = new Routed(routers, routerNodes.names());
        TargetReader reader = new TargetReader(
                vocabulary, policies, unsound, names, root.map("scopes").names(), routed);
        Spans spans = new Spans(tick == null ? Heal.Builder.DEFAULT_TICK : tick);
        List<TargetSettings> sound = new ArrayList<>();
        for (Node target : targets.children()) {
            Findings own = tree.findings().below("targets", target.name());
            TargetSettings settings = routed.isRegion(target, targets, own) ? null : reader.read(target, own);
            if (settings != null) {
                spans.check(settings.policy().detectors(), own);
            }
            findings.addAll(own);
            if (settings != null && own.isEmpty() && rootIsSound) {
                sound.add(settings);
            }
        }
        if (!Retention.check(safety, sound, root.node(), findings)) {
            sound.clear();
        }
        Set<String> circular = new Dependencies(sound).inCircles(findings);
        sound.removeIf(target -> circular.contains(target.name()));
        Set<String> healed = new LinkedHashSet<>();
        sound.forEach(target -> healed.add(target.name()));
        sound.replaceAll(target -> target.among(healed, findings));
        List<Node> wrong = targets.children().stream()
                .filter(target -> !healed.contains(target.name()))
                .toList();
        return new HealSettings(
                mode, ceiling, tick, strict, safety, access, web, routers, sound, wrong, findings, root.node());
    }

    /** Those that nothing is wrong with. */
    private List<RouterSettings> routers(Node routers, Findings ofNames, Findings findings) {
        List<RouterSettings> sound = new ArrayList<>();
        for (Node router : routers.children()) {
            Findings own = ofNames.below("routers", router.name());
            RouterSettings settings = new RouterReader(vocabulary.probes().keySet(), own).read(router);
            findings.addAll(own);
            if (settings != null && own.isEmpty()) {
                sound.add(settings);
            }
        }
        return sound;
    }

    /** What is wrong with the names within a policy, a target or a router, of each. */
    private static Stream<Findings> below(ConfigurationTree tree, String map, Node all) {
        return all.children().stream().map(one -> tree.findings().below(map, one.name()));
    }

    /** Where something of it is wrong, the narrowest holds. */
    private static AccessSettings access(Section root, Findings findings) {
        Node node = root.child("access");
        AccessSettings access = node == null
                ? AccessSettings.DEFAULT
                : new RecordBinder(findings).bind(node, "access", AccessSettings.class, AccessSettings.DEFAULT);
        return access == null ? AccessSettings.NARROWEST : access;
    }

    /** The order of the aspect, which is needed before anything else is read; a wrong one is told with the rest. */
    public static int aspectOrder(ConfigurationTree tree) {
        return aspectOrder(tree.root());
    }

    /** The same, of what is written under {@code heal}. */
    public static int aspectOrder(Node heal) {
        return new Section(heal, "heal", new Findings()).value("aspect-order", Values.INTEGER, DEFAULT_ASPECT_ORDER);
    }

    /** The beans that targets name as their resource, and routers as what calls are made with. */
    public static Set<String> resources(ConfigurationTree tree) {
        Set<String> resources = named(tree, "resource");
        resources.addAll(RouterReader.beans(tree));
        return resources;
    }

    /** The circuit breakers that targets name. */
    public static Set<String> breakers(ConfigurationTree tree) {
        return named(tree, "circuit-breaker");
    }

    /** Those of them that heal is to count for. */
    public static Set<String> drivenBreakers(ConfigurationTree tree) {
        return named(tree, "circuit-breaker", target -> target.value("driven", Values.BOOLEAN, false));
    }

    private static Set<String> named(ConfigurationTree tree, String key) {
        return named(tree, key, target -> true);
    }

    private static Set<String> named(ConfigurationTree tree, String key, Predicate<Section> which) {
        Set<String> names = new LinkedHashSet<>();
        Node targets = tree.root().child("targets");
        if (targets != null) {
            for (Node target : targets.children()) {
                Section section = new Section(target, "a target", new Findings());
                String name = section.optional(key, Values.TEXT);
                if (name != null && which.test(section)) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private static Node mapByName(Section root, String key, Findings findings) {
        Node node = root.map(key);
        if (isMisshapen(node)) {
            findings.add(
                    node,
                    "is " + (node.isList() ? "a list" : "a value") + " where a map by name belongs",
                    node.hasNumbersForNames()
                            ? "a name of digits is written in quotes, such as \"123\""
                            : "write " + key + ": { a-name: { ... } }");
            return new Node(key, node.property());
        }
        return node;
    }

    private static boolean isMisshapen(@Nullable Node map) {
        return map != null && (map.isList() || map.text() != null);
    }

    /** A cluster sets variables such as HEAL_PORT for a service that happens to be called so; a misspelling is near. */
    private static Node withoutForeignVariables(Node root) {
        List<String> foreign = root.children().stream()
                .filter(Node::isOfVariables)
                .filter(node -> !isKey(node.name()) && !isKeyTakenApart(node))
                .map(Node::name)
                .filter(name -> Nearest.to(name, Keys.ROOT).isEmpty())
                .toList();
        return root.without(foreign);
    }

    private static boolean isKey(String name) {
        return Keys.ROOT.stream().anyMatch(key -> Node.uniform(key).equals(Node.uniform(name)));
    }

    /** A dash has become an underscore, as in HEAL_STOP_FILE: a lock that was misspelt must not be taken for none. */
    private static boolean isKeyTakenApart(Node node) {
        return node.names().stream().anyMatch(half -> isKey(node.name() + half));
    }

    /** Checks each policy by itself, and gives the names of those that something is wrong with. */
    private Set<String> checkPolicies(Node policies, TargetNames targets, Findings ofNames, Findings findings) {
        Inheritance inheritance = new Inheritance(policies);
        Set<String> unsound = new LinkedHashSet<>();
        for (Node policy : policies.children()) {
            Findings own = ofNames.below("policies", policy.name());
            if (policy.isNothing()) {
                own.add(policy, "is empty", "write its detectors and steps, or take it away");
            } else if (policy.name().equals("targets") && !policy.isList() && policy.text() == null) {
                own.add(policy, "stands among the policies", "targets belongs beside policies, not under it");
            } else {
                // Over its base, where a step may have what this policy does not say again.
                List<Node> chain = inheritance.chain(policy.name(), policy, own);
                Inheritance.checkEmptied(chain, policy, own);
                new PolicyReader(vocabulary, targets, own)
                        .checkPart(Inheritance.over(chain, policy), "a policy", List.of("base"));
            }
            findings.addAll(own);
            if (!own.isEmpty()) {
                unsound.add(policy.name());
            }
        }
        return unsound;
    }
}

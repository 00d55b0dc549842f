package dev.heal.spring.binding;

import dev.heal.detect.DetectorKind;
import dev.heal.policy.Budget;
import dev.heal.policy.Escalation;
import dev.heal.policy.GiveUp;
import dev.heal.policy.Mode;
import dev.heal.policy.Policy;
import dev.heal.spring.binding.PolicySettings.StepSettings;
import dev.heal.text.Nearest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the keys of a policy: of one that is written, or of the one that a target ends up with. */
final class PolicyReader {

    private final Vocabulary vocabulary;
    private final TargetNames targets;
    private final Findings findings;

    PolicyReader(Vocabulary vocabulary, TargetNames targets, Findings findings) {
        this.vocabulary = vocabulary;
        this.targets = targets;
        this.findings = findings;
    }

    /** Reports what is wrong with each value, not what is missing: another policy may build on this one. */
    void checkPart(Node policy, String what, Collection<String> otherKeys) {
        read(policy, what, otherKeys, null);
    }

    /**
     * The policy that a target ends up with, or null if anything of it is wrong or missing.
     *
     * @param target as it is written
     */
    @Nullable
    PolicySettings readWhole(Node policy, String what, Collection<String> otherKeys, Node target) {
        return read(policy, what, otherKeys, target);
    }

    private @Nullable PolicySettings read(
            Node policy, String what, Collection<String> otherKeys, @Nullable Node target) {
        boolean whole = target != null;
        int before = findings.size();
        Section section = new Section(policy, what, findings);
        section.knows(otherKeys);
        Map<String, Chosen<DetectorKind<?>>> detectors = detectors(section);
        Node named = section.map("detectors");
        boolean namesAreKnown = whole && !named.isList() && named.text() == null;
        List<StepSettings> steps = steps(section, namesAreKnown ? known(named, target) : null, target);
        Node stepNodes = section.map("steps");
        List<Section.Word> order = section.words("order");
        Budget budget = bind(section, "budget", Budget.class, Budget.DEFAULT);
        Duration cooldown = section.value("cooldown", Values.DURATION, Policy.DEFAULT_COOLDOWN);
        section.check(check -> check.positive("cooldown", cooldown));
        GiveUp giveUp = bind(section, "give-up", GiveUp.class, GiveUp.DEFAULT);
        Escalation escalation = escalation(section);
        Mode mode = section.optional("mode", Values.oneOf(Mode.class));
        section.rejectUnknown();
        // A misspelt "detectors" is told as such, not as missing, too.
        if (whole && findings.size() == before) {
            checkPresent(section, isRouted(target));
        }
        List<StepSettings> ordered = order == null || !whole ? steps : ordered(steps, order, stepNodes);
        if (findings.size() > before || budget == null || giveUp == null) {
            return null;
        }
        return new PolicySettings(detectors, ordered, budget, cooldown, escalation, giveUp, mode);
    }

    private static boolean isRouted(@Nullable Node target) {
        return target != null && target.child("router") != null;
    }

    /** What a step may name: of a routed target, the detector that each region has, too. */
    private static Set<String> known(Node detectors, @Nullable Node target) {
        Set<String> names = new LinkedHashSet<>(detectors.names());
        if (isRouted(target)) {
            names.add(TargetSettings.REGION_PROBE);
        }
        return names;
    }

    private void checkPresent(Section section, boolean isRouted) {
        if (!isRouted && section.map("detectors").isNothing()) {
            findings.missing(
                    section.node(),
                    "detectors",
                    "there is none, so nothing would ever be noticed",
                    "write at least one, such as detectors: { stalled: { pool-stalled: {} } }");
        }
        if (section.map("steps").isNothing()) {
            findings.missing(
                    section.node(),
                    "steps",
                    "there is none, so nothing could be repaired",
                    "write at least one, such as steps: { restart: { do: { restart-pool: {} } } }");
        }
    }

    private Map<String, Chosen<DetectorKind<?>>> detectors(Section section) {
        KindReader<DetectorKind<?>> kinds =
                new KindReader<>("detector", vocabulary.detectors(), DetectorKind::defaults, findings);
        Map<String, Chosen<DetectorKind<?>>> detectors = new LinkedHashMap<>();
        for (Node node : mapByName(section.map("detectors"), "stalled: { pool-stalled: {} }")) {
            Chosen<DetectorKind<?>> chosen = kinds.read(node);
            if (chosen != null) {
                detectors.put(node.name(), chosen);
            }
        }
        return detectors;
    }

    private List<StepSettings> steps(Section section, @Nullable Set<String> detectors, @Nullable Node target) {
        StepReader reader = new StepReader(vocabulary, targets, target, findings);
        List<StepSettings> steps = new ArrayList<>();
        List<String> names = section.map("steps").names();
        for (Node node : mapByName(section.map("steps"), "restart: { do: { restart-pool: {} } }")) {
            StepSettings step = reader.read(node, detectors, names);
            if (step != null) {
                steps.add(step);
            }
        }
        return steps;
    }

    private Collection<Node> mapByName(Node node, String example) {
        if (!node.isList() && node.text() == null) {
            return node.children();
        }
        String shape = node.isList() ? "a list" : "a value";
        findings.add(
                node, "is " + shape + " where a map by name belongs", "write " + node.name() + ": { " + example + " }");
        return List.of();
    }

    private List<StepSettings> ordered(List<StepSettings> steps, List<Section.Word> order, Node stepNodes) {
        Map<String, StepSettings> byName = new LinkedHashMap<>();
        steps.forEach(step -> byName.put(step.name(), step));
        Set<String> named = new LinkedHashSet<>();
        List<StepSettings> ordered = new ArrayList<>();
        for (Section.Word word : order) {
            if (stepNodes.child(word.text()) == null) {
                findings.add(
                        word.node(),
                        word.shown() + " is no step of this policy",
                        Nearest.hint(word.text(), stepNodes.names()));
            } else if (!named.add(word.text())) {
                findings.add(word.node(), word.shown() + " is named twice", "name each step once");
            } else if (byName.containsKey(word.text())) {
                ordered.add(byName.get(word.text()));
            }
        }
        List<String> left = new ArrayList<>(stepNodes.names());
        left.removeAll(named);
        if (!left.isEmpty() && !order.isEmpty() && named.size() == order.size()) {
            findings.add(
                    order.get(0).node(),
                    "the order leaves out " + String.join(", ", left),
                    "write order: [" + String.join(", ", named) + ", " + String.join(", ", left)
                            + "], or leave the order out");
        }
        return ordered;
    }

    private Escalation escalation(Section section) {
        Node node = section.child("escalate");
        if (node == null) {
            return Escalation.DEFAULT;
        }
        Section escalate = new Section(node, "escalate", findings);
        Escalation escalation = new Escalation(
                escalate.optional("notify", Values.TEXT),
                escalate.optional("runbook", Values.TEXT),
                escalate.value("after", Values.DURATION, Escalation.DEFAULT.after()));
        escalate.rejectUnknown();
        findings.check(node, escalation);
        return escalation;
    }

    private <R extends Record> @Nullable R bind(Section section, String key, Class<R> type, R defaults) {
        Node node = section.child(key);
        return node == null ? defaults : new RecordBinder(findings).bind(node, key, type, defaults);
    }
}

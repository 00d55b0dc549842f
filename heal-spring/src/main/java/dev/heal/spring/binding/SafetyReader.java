package dev.heal.spring.binding;

import dev.heal.policy.Budget;
import dev.heal.policy.Limits;
import dev.heal.policy.Scope;
import dev.heal.text.Nearest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what keeps heal within bounds over all targets: where it is written down, what stops all, how much in all. */
final class SafetyReader {

    private static final Values.Reading<Boolean> MEMORY = Values.reading(
            JournalSettings.MEMORY + " or a map with a directory", JournalSettings.MEMORY, SafetyReader::isMemory);

    private final Section root;
    private final Findings findings;

    SafetyReader(Section root, Findings findings) {
        this.root = root;
        this.findings = findings;
    }

    /** @param targets as they are written: each may name the scope that it belongs to */
    SafetySettings read(Node targets) {
        JournalSettings journal = journal();
        Path stopFile = root.optional("stop-file", Values.path("/etc/shop/heal-stop"));
        Limits usual = Limits.DEFAULT;
        Duration warmUp = root.value("warm-up", Values.DURATION, usual.warmUp());
        Duration jitter = root.value("jitter", Values.DURATION, usual.jitter());
        root.check(check -> {
            check.notNegative("warm-up", warmUp);
            check.notNegative("jitter", jitter);
        });
        return new SafetySettings(journal, stopFile, new Limits(budget(), warmUp, jitter, scopes(targets)));
    }

    private Budget budget() {
        Budget usual = Limits.DEFAULT.budget();
        Node node = root.child("budget");
        Budget budget = node == null ? usual : new RecordBinder(findings).bind(node, "budget", Budget.class, usual);
        return budget == null ? usual : budget;
    }

    private JournalSettings journal() {
        Node node = root.child("journal");
        if (node == null || node.isNothing()) {
            return JournalSettings.DEFAULT;
        }
        if (node.text() != null && !node.children().isEmpty()) {
            findings.add(
                    node,
                    "is a value and a map at once",
                    "keep one of them: journal: memory, or directory and retention");
            return JournalSettings.DEFAULT;
        }
        if (node.text() != null) {
            boolean inMemory = root.value("journal", MEMORY, false);
            return new JournalSettings(
                    inMemory, JournalSettings.DEFAULT.directory(), JournalSettings.DEFAULT.retention());
        }
        Section section = new Section(node, "journal", findings);
        Path directory = section.value("directory", Values.path("./heal"), JournalSettings.DEFAULT.directory());
        Duration retention = section.value("retention", Values.DURATION, JournalSettings.DEFAULT.retention());
        section.check(check -> check.positive("retention", retention));
        section.rejectUnknown();
        return new JournalSettings(false, directory, retention);
    }

    private static boolean isMemory(String text) throws Misread {
        if (Node.uniform(text).equals(JournalSettings.MEMORY)) {
            return true;
        }
        boolean isPath = text.contains("/") || text.contains("\\") || text.startsWith(".");
        String directory = "journal: { directory: " + (isPath ? text : "./heal") + " }";
        throw new Misread(
                "is neither memory nor a map",
                Nearest.to(text, List.of(JournalSettings.MEMORY))
                        .map(near -> "write journal: " + near + ", or " + directory)
                        .orElse("write " + directory + (isPath ? "" : ", or journal: memory")));
    }

    private Map<String, Scope> scopes(Node targets) {
        Map<String, Scope> scopes = new LinkedHashMap<>();
        Node nodes = root.map("scopes");
        if (nodes.isList() || nodes.text() != null) {
            findings.add(
                    nodes,
                    "is " + (nodes.isList() ? "a list" : "a value") + " where a map by name belongs",
                    "write scopes: { a-name: { minimum-healthy: 0.5 } }");
            return scopes;
        }
        List<String> members = membersOf(targets);
        for (Node node : nodes.children()) {
            Scope scope = new RecordBinder(findings).bind(node, "a scope", Scope.class, Scope.DEFAULT);
            if (scope != null) {
                // Of a routed target the scope is called as the router, letter by letter.
                scopes.put(routed(targets, node.name()), scope);
            }
            boolean hasMember = members.stream().anyMatch(name -> isSame(name, node.name()));
            // A member that misspelt it is told so, and that is enough.
            boolean isMisspelt = members.stream().anyMatch(name -> misspelt(name, nodes.names()) != null);
            if (!hasMember && !isMisspelt) {
                findings.add(node, "has no member", "have a target say scope: " + node.name() + ", or leave it out");
            }
        }
        return scopes;
    }

    private static List<String> membersOf(Node targets) {
        List<String> members = new ArrayList<>();
        for (Node target : targets.children()) {
            Node scope = target.child("scope");
            String name = scope == null ? null : scope.resolved();
            if (name != null) {
                members.add(name.strip());
            } else if (target.child("router") != null) {
                members.add(target.name());
            }
        }
        return members;
    }

    private static String routed(Node targets, String scope) {
        return targets.children().stream()
                .filter(target -> target.child("router") != null && isSame(target.name(), scope))
                .map(Node::name)
                .findFirst()
                .orElse(scope);
    }

    /** The name under {@code heal.scopes} that is meant; the name itself if there is none: then the defaults hold. */
    static String meant(String scope, List<String> known) {
        return known.stream().filter(name -> isSame(name, scope)).findFirst().orElse(scope);
    }

    /** The name under {@code heal.scopes} that is nearly this one; null if it is one of them, or near to none. */
    static @Nullable String misspelt(String scope, List<String> known) {
        return known.stream().anyMatch(name -> isSame(name, scope))
                ? null
                : Nearest.to(scope, known).orElse(null);
    }

    private static boolean isSame(String one, String other) {
        return Node.uniform(one).equals(Node.uniform(other));
    }
}

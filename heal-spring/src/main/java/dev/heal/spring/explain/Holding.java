package dev.heal.spring.explain;

import dev.heal.Heal;
import dev.heal.policy.Budget;
import dev.heal.policy.Mode;
import dev.heal.policy.Safeguards;
import dev.heal.policy.Scope;
import dev.heal.spring.binding.Chosen;
import dev.heal.spring.binding.HealSettings;
import dev.heal.spring.binding.JournalSettings;
import dev.heal.spring.binding.Node;
import dev.heal.spring.binding.PolicySettings;
import dev.heal.spring.binding.PolicySettings.StepSettings;
import dev.heal.spring.binding.PolicySettings.VerifySettings;
import dev.heal.spring.binding.SafetySettings;
import dev.heal.spring.binding.TargetSettings;
import dev.heal.spring.explain.EffectivePolicy.Value;
import dev.heal.text.SafeText;
import dev.heal.text.SettingsText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects every value that holds for a target, beside the place where it is written, if it is. */
final class Holding {

    private final HealSettings settings;
    private final TargetSettings target;
    private final PolicySettings policy;
    private final List<Value> values = new ArrayList<>();

    Holding(HealSettings settings, TargetSettings target) {
        this.settings = settings;
        this.target = target;
        this.policy = target.policy();
    }

    List<Value> values() {
        Node node = target.node();
        if (node.child("policy") != null) {
            add("policy", node.child("policy"), "none");
        }
        if (target.router() == null) {
            add("resource", node.child("resource"), "none");
            add("circuit-breaker", node.child("circuit-breaker"), "one that heal makes");
        } else {
            add("router", node.child("router"), target.router());
            RouterValues.of(settings.router(target.router()))
                    .forEach((path, entry) ->
                            add("heal.routers." + target.name() + "." + path, entry.node(), entry.holds()));
        }
        if (node.child("driven") != null) {
            add("driven", node.child("driven"), target.driven());
        }
        if (node.child("timing") != null) {
            add("timing", node.child("timing"), target.timing());
        }
        if (target.limitConcurrency() != null) {
            add("limit-concurrency", node.child("limit-concurrency"), target.limitConcurrency());
        }
        if (node.child("depends-on") != null) {
            add("depends-on", node.child("depends-on"), "none");
        }
        if (target.scope() != null) {
            add("scope", node.child("scope"), target.scope());
        }
        Mode own = policy.mode();
        Node mode = own == null ? settings.node().child("mode") : node.child("mode");
        add("mode", mode, own == null ? settings.mode() : own);
        policy.detectors()
                .forEach((name, chosen) ->
                        addKind("detectors." + name, chosen, chosen.kind().name()));
        policy.steps().forEach(step -> addStep(step, mode));
        List<String> order = policy.steps().stream().map(StepSettings::name).toList();
        add("order", node.child("order"), order);
        addLimits(node);
        add("heal.ceiling", settings.node().child("ceiling"), settings.ceiling());
        add("heal.tick", settings.node().child("tick"), tick(settings));
        add("heal.strict", settings.node().child("strict"), settings.strict());
        addSafety(settings.node(), settings.safety());
        return values;
    }

    /** How often detectors look. */
    static Duration tick(HealSettings settings) {
        Duration tick = settings.tick();
        return tick == null ? Heal.Builder.DEFAULT_TICK : tick;
    }

    private void addStep(StepSettings step, @Nullable Node targetMode) {
        String path = "steps." + step.name() + ".";
        Node node = step.node();
        addKind(path + "do", step.action(), step.action().kind().name());
        add(path + "when", node.child("when"), step.when().isEmpty() ? "every detector" : step.when());
        add(path + "sustained", node.child("sustained"), step.sustained());
        VerifySettings verify = step.verify();
        var probe = verify.probe();
        add(path + "verify.probe", below(node, "verify", "probe"), probe == null ? "none" : probe.name());
        add(path + "verify.settle", below(node, "verify", "settle"), verify.settle());
        add(path + "verify.within", below(node, "verify", "within"), verify.within());
        add(path + "verify.hold", below(node, "verify", "hold"), verify.hold());
        add(path + "attempts", node.child("attempts"), step.attempts());
        add(path + "time-limit", node.child("time-limit"), step.timeLimit());
        addSafeguards(path, node, step.safeguards());
        if (step.approval() == null) {
            add(path + "approval", null, "none");
        } else {
            addRecord(path + "approval", node.child("approval"), step.approval());
        }
        Mode own = step.mode();
        Mode inherited = policy.mode() == null ? settings.mode() : policy.mode();
        add(path + "mode", own == null ? targetMode : node.child("mode"), own == null ? inherited : own);
    }

    private void addSafeguards(String path, Node node, Safeguards safeguards) {
        if (!safeguards.requires().isEmpty()) {
            add(path + "requires", node.child("requires"), safeguards.requires());
        }
        if (!safeguards.uses().isEmpty()) {
            add(path + "uses", node.child("uses"), safeguards.uses());
        }
        Budget budget = safeguards.budget();
        if (budget == null) {
            add(path + "budget", null, "none");
        } else {
            addRecord(path + "budget", node.child("budget"), budget);
        }
        add(path + "time-to-live", node.child("time-to-live"), safeguards.timeToLive());
    }

    /** What holds over all targets, and so for this one, too. */
    private void addSafety(Node node, SafetySettings safety) {
        JournalSettings journal = safety.journal();
        if (journal.inMemory()) {
            add("heal.journal", node.child("journal"), JournalSettings.MEMORY);
        } else {
            add("heal.journal.directory", below(node, "journal", "directory"), journal.directory());
            add("heal.journal.retention", below(node, "journal", "retention"), journal.retention());
        }
        add("heal.stop-file", node.child("stop-file"), safety.stopFile());
        addRecord("heal.budget", node.child("budget"), safety.limits().budget());
        add("heal.warm-up", node.child("warm-up"), safety.limits().warmUp());
        add("heal.jitter", node.child("jitter"), safety.limits().jitter());
        String scope = target.scope();
        if (scope != null) {
            Scope holds = safety.limits().scopes().getOrDefault(scope, Scope.DEFAULT);
            addRecord("heal.scopes." + scope, below(node, "scopes", scope), holds);
        }
    }

    private void addLimits(Node node) {
        addRecord("budget", node.child("budget"), policy.budget());
        add("cooldown", node.child("cooldown"), policy.cooldown());
        addRecord("give-up", node.child("give-up"), policy.giveUp());
        add(
                "escalate.notify",
                below(node, "escalate", "notify"),
                policy.escalation().contact());
        add(
                "escalate.runbook",
                below(node, "escalate", "runbook"),
                policy.escalation().runbook());
        add(
                "escalate.after",
                below(node, "escalate", "after"),
                policy.escalation().after());
    }

    private void addKind(String path, Chosen<?> chosen, String kind) {
        if (SettingsText.values(chosen.settings()).isEmpty()) {
            values.add(new Value(path + "." + kind, "{}", origin(chosen.node())));
        } else {
            addRecord(path + "." + kind, chosen.node(), chosen.settings());
        }
    }

    private void addRecord(String path, @Nullable Node node, Record settings) {
        SettingsText.values(settings)
                .forEach((key, value) -> add(path + "." + key, below(node, key.split("\\.")), value));
    }

    /**
     * @param holds what the value has become
     */
    private void add(String path, @Nullable Node node, @Nullable Object holds) {
        if (node == null || node.shown() == null) {
            values.add(new Value(SafeText.of(path), SettingsText.value(path, holds), EffectivePolicy.DEFAULT));
        } else {
            values.add(new Value(SafeText.of(path), written(path, node, holds), origin(node)));
        }
    }

    /** A placeholder in a text stays as it is: what is kept out of a file is often a secret; a number is none. */
    private static String written(String path, Node node, @Nullable Object holds) {
        String text = SettingsText.value(path, node.shown());
        boolean isText = holds == null || holds instanceof CharSequence || holds instanceof Collection<?>;
        return isText || !String.valueOf(node.text()).contains("${")
                ? text
                : SettingsText.value(path, holds) + ", from " + text;
    }

    private static String origin(Node node) {
        String where = SafeText.of(node.where());
        return where.isEmpty() ? "somewhere" : where;
    }

    private static @Nullable Node below(@Nullable Node node, String... keys) {
        Node place = node;
        for (String key : keys) {
            place = place == null ? null : place.child(key);
        }
        return place;
    }
}

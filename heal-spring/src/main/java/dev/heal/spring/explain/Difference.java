package dev.heal.spring.explain;

import dev.heal.detect.DetectorKind;
import dev.heal.policy.Mode;
import dev.heal.spring.binding.Chosen;
import dev.heal.spring.binding.HealSettings;
import dev.heal.spring.binding.Keys;
import dev.heal.spring.binding.SettingsReader;
import dev.heal.spring.binding.TargetSettings;
import dev.heal.spring.binding.WebShedding;
import dev.heal.text.SafeText;
import dev.heal.text.SettingsText;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What another configuration changes, in words. Only what holds counts: a comment, a value that moves from a policy to its
 * base, or {@code 60s} that becomes {@code 1m} changes nothing.
 */
public final class Difference {

    private final HealSettings before;
    private final HealSettings after;
    private final Changes changes = new Changes();
    private final SafetyChanges safety = new SafetyChanges(changes);

    private Difference(HealSettings before, HealSettings after) {
        this.before = before;
        this.after = after;
    }

    /** One line a change, what concerns all targets first, made safe to show; empty if nothing changes. */
    public static List<String> between(HealSettings before, HealSettings after) {
        return new Difference(before, after).tell();
    }

    private List<String> tell() {
        heal();
        Map<String, TargetSettings> olds = byName(before);
        Map<String, TargetSettings> news = byName(after);
        olds.forEach((name, old) -> {
            TargetSettings now = news.get(name);
            if (now != null) {
                target(old, now);
            } else {
                changes.on(name).add("is gone: nothing is healed there any more");
            }
        });
        news.forEach((name, now) -> {
            if (!olds.containsKey(name)) {
                changes.on(name).add("is new, " + mode(Modes.of(after, now)));
            }
        });
        return changes.lines();
    }

    private static Map<String, TargetSettings> byName(HealSettings settings) {
        Map<String, TargetSettings> targets = new LinkedHashMap<>();
        settings.targets().forEach(target -> targets.put(target.name(), target));
        return targets;
    }

    private static String mode(Mode mode) {
        return "mode " + SettingsText.value("mode", mode);
    }

    private void heal() {
        changes.on("heal");
        changes.value("mode", before.mode(), after.mode());
        changes.value("ceiling", before.ceiling(), after.ceiling());
        changes.value("tick", Holding.tick(before), Holding.tick(after));
        changes.value("strict", before.strict(), after.strict());
        changes.value(
                "aspect-order", SettingsReader.aspectOrder(before.node()), SettingsReader.aspectOrder(after.node()));
        safety.tell(before.safety(), after.safety());
        changes.values("access.", before.access(), after.access(), key -> key);
        web(before.web(), after.web());
    }

    private void web(@Nullable WebShedding old, @Nullable WebShedding now) {
        if (old == null && now != null) {
            changes.add("load-shedding.web is new, active " + Keys.of(now.active()));
        } else if (old != null && now == null) {
            changes.add("load-shedding.web is gone: no request is turned away any more");
        } else if (old != null && now != null) {
            changes.values("load-shedding.web.", old, now, key -> key);
        }
    }

    private void target(TargetSettings old, TargetSettings now) {
        changes.on(old.name());
        changes.value("mode", Modes.of(before, old), Modes.of(after, now));
        if (Modes.of(before, old) != Modes.of(after, now)) {
            stays(now);
        }
        changes.value("resource", old.resource(), now.resource());
        router(old, now);
        changes.value("circuit-breaker", old.circuitBreaker(), now.circuitBreaker());
        changes.value("driven", old.driven(), now.driven());
        changes.value("timing", old.timing(), now.timing());
        changes.value("limit-concurrency", old.limitConcurrency(), now.limitConcurrency());
        changes.value("depends-on", dependsOn(old), dependsOn(now));
        changes.value("scope", old.scope(), now.scope());
        detectors(old, now);
        new StepChanges(before, after, changes).tell(old, now);
        safety.budget("", old.policy().budget(), now.policy().budget());
        changes.value("cooldown", old.policy().cooldown(), now.policy().cooldown());
        changes.values("give-up.", old.policy().giveUp(), now.policy().giveUp(), key -> key);
        changes.values("escalate.", old.policy().escalation(), now.policy().escalation(), Difference::asWritten);
    }

    private void router(TargetSettings old, TargetSettings now) {
        changes.value("router", old.router(), now.router());
        Map<String, RouterValues.Entry> olds = RouterValues.of(before.router(old.router()));
        Map<String, RouterValues.Entry> news = RouterValues.of(after.router(now.router()));
        Set<String> paths = new LinkedHashSet<>(olds.keySet());
        paths.addAll(news.keySet());
        paths.forEach(path -> changes.value("router." + path, holds(olds.get(path)), holds(news.get(path))));
    }

    private static @Nullable Object holds(RouterValues.@Nullable Entry entry) {
        return entry == null ? null : entry.holds();
    }

    /** Steps that the target's new mode does not reach, for they have one of their own. */
    private void stays(TargetSettings now) {
        Mode mode = Modes.of(after, now);
        now.policy().steps().stream()
                .filter(step -> step.mode() != null && Modes.of(after, now, step) != mode)
                .forEach(step -> changes.add(SafeText.of(step.name()) + " is not reached by it: its own mode is "
                        + SettingsText.value("mode", Modes.of(after, now, step))));
    }

    private static @Nullable Set<String> dependsOn(TargetSettings target) {
        return target.dependsOn().isEmpty() ? null : target.dependsOn();
    }

    /** The record calls it contact, application.yml calls it notify. */
    private static String asWritten(String key) {
        return key.equals("contact") ? "notify" : key;
    }

    private void detectors(TargetSettings old, TargetSettings now) {
        Map<String, Chosen<DetectorKind<?>>> olds = old.policy().detectors();
        Map<String, Chosen<DetectorKind<?>>> news = now.policy().detectors();
        olds.forEach((name, chosen) -> {
            Chosen<DetectorKind<?>> other = news.get(name);
            if (other == null) {
                changes.add("the detector " + SafeText.of(name) + " is gone");
            } else {
                String what = "the detector " + SafeText.of(name);
                changes.kind(what, chosen, other, DetectorKind::name, Kinds::detector);
            }
        });
        news.forEach((name, chosen) -> {
            if (!olds.containsKey(name)) {
                changes.add("the detector " + SafeText.of(name) + " is new: " + Kinds.detector(chosen));
            }
        });
    }
}

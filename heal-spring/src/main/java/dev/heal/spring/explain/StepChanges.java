package dev.heal.spring.explain;

import static dev.heal.text.Durations.written;

import dev.heal.policy.Approval;
import dev.heal.policy.Mode;
import dev.heal.remediation.RemediationKind;
import dev.heal.spring.binding.HealSettings;
import dev.heal.spring.binding.PolicySettings.StepSettings;
import dev.heal.spring.binding.PolicySettings.VerifySettings;
import dev.heal.spring.binding.TargetSettings;
import dev.heal.text.SafeText;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What changes in the steps of one target. */
final class StepChanges {

    private final HealSettings before;
    private final HealSettings after;
    private final Changes changes;

    StepChanges(HealSettings before, HealSettings after, Changes changes) {
        this.before = before;
        this.after = after;
        this.changes = changes;
    }

    void tell(TargetSettings old, TargetSettings now) {
        Map<String, StepSettings> olds = byName(old);
        Map<String, StepSettings> news = byName(now);
        olds.forEach((name, step) -> {
            StepSettings other = news.get(name);
            if (other == null) {
                changes.add("the step " + SafeText.of(name) + " is gone");
            } else {
                step(old, now, step, other);
            }
        });
        news.forEach((name, step) -> {
            if (!olds.containsKey(name)) {
                changes.add("the step " + SafeText.of(name) + " is new: " + Kinds.remediation(step.action()) + ", when "
                        + when(step));
            }
        });
        order(List.copyOf(olds.keySet()), List.copyOf(news.keySet()));
    }

    private static Map<String, StepSettings> byName(TargetSettings target) {
        Map<String, StepSettings> steps = new LinkedHashMap<>();
        target.policy().steps().forEach(step -> steps.put(step.name(), step));
        return steps;
    }

    /** A step that comes or goes changes the order of the others only if these change places. */
    private void order(List<String> olds, List<String> news) {
        List<String> left = olds.stream().filter(news::contains).toList();
        List<String> right = news.stream().filter(olds::contains).toList();
        boolean isNewOneBefore =
                !right.equals(news) && !news.subList(0, right.size()).equals(right);
        if (!left.equals(right) || isNewOneBefore) {
            changes.add("steps are tried in the order " + text(news) + " instead of " + text(olds));
        }
    }

    private static String text(Collection<String> names) {
        return String.join(", ", names.stream().map(SafeText::of).toList());
    }

    private void step(TargetSettings oldTarget, TargetSettings newTarget, StepSettings old, StepSettings now) {
        String name = SafeText.of(old.name());
        changes.kind(name, old.action(), now.action(), RemediationKind::name, Kinds::remediation);
        if (!answersTo(oldTarget, old).equals(answersTo(newTarget, now)) && !(isForAny(old) && isForAny(now))) {
            changes.add(name + " answers to " + when(now) + " instead of " + when(old));
        }
        if (!old.sustained().equals(now.sustained())) {
            changes.add(name + " is tried " + sustained(old.sustained(), now.sustained()));
        }
        verify(name, old.verify(), now.verify());
        changes.value(name + " attempts", old.attempts(), now.attempts());
        changes.value(name + " time-limit", old.timeLimit(), now.timeLimit());
        new SafetyChanges(changes).tell(name, old.safeguards(), now.safeguards());
        approval(name, old.approval(), now.approval());
        mode(name, Modes.of(before, oldTarget), Modes.of(before, oldTarget, old), newTarget, now);
    }

    private static boolean isForAny(StepSettings step) {
        return step.when().isEmpty();
    }

    private static Set<String> answersTo(TargetSettings target, StepSettings step) {
        return isForAny(step) ? target.policy().detectors().keySet() : step.when();
    }

    private static String when(StepSettings step) {
        return isForAny(step) ? "any detector" : PolicyWords.joined(step.when(), "or");
    }

    private static String sustained(Duration old, Duration now) {
        if (now.isZero()) {
            return "at once instead of after " + written(old) + " of sickness";
        }
        return "after " + written(now)
                + (old.isZero() ? " of sickness instead of at once" : " instead of " + written(old) + " of sickness");
    }

    private void verify(String name, VerifySettings old, VerifySettings now) {
        changes.value(name + " verify.probe", probe(old), probe(now));
        changes.value(name + " verify.settle", old.settle(), now.settle());
        changes.value(name + " verify.within", old.within(), now.within());
        changes.value(name + " verify.hold", old.hold(), now.hold());
    }

    private static @Nullable String probe(VerifySettings verify) {
        var probe = verify.probe();
        return probe == null ? null : probe.name();
    }

    private void approval(String name, @Nullable Approval old, @Nullable Approval now) {
        if (old == null && now != null) {
            changes.add(name + " needs a human's yes now, within " + written(now.expires()));
        } else if (old != null && now == null) {
            changes.add(name + " no longer needs a human's yes");
        } else if (old != null && now != null) {
            changes.values(name + " approval.", old, now, key -> key);
        }
    }

    /** A step that follows its target's mode is told with the target. */
    private void mode(String name, Mode oldTarget, Mode old, TargetSettings newTarget, StepSettings now) {
        Mode mode = Modes.of(after, newTarget, now);
        boolean follows = old == oldTarget && mode == Modes.of(after, newTarget);
        if (old != mode && !follows) {
            changes.value(name + " mode", old, mode);
        }
    }
}

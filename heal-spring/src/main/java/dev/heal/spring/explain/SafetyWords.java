package dev.heal.spring.explain;

import static dev.heal.text.Durations.written;

import dev.heal.policy.Budget;
import dev.heal.policy.GiveUp;
import dev.heal.policy.Limits;
import dev.heal.policy.Safeguards;
import dev.heal.policy.Scope;
import dev.heal.spring.binding.HealSettings;
import dev.heal.spring.binding.JournalSettings;
import dev.heal.spring.binding.PolicySettings.StepSettings;
import dev.heal.spring.binding.SafetySettings;
import dev.heal.text.Percents;
import dev.heal.text.SafeText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What keeps heal within bounds, in plain words. */
public final class SafetyWords {

    private SafetyWords() {}

    /** What holds over all targets: short lines, the first of them not indented, made safe to show. */
    public static List<String> of(HealSettings settings) {
        SafetySettings safety = settings.safety();
        Limits limits = safety.limits();
        List<String> lines = new ArrayList<>();
        lines.add("over all targets");
        lines.add("  at most " + text(limits.budget()));
        if (!limits.warmUp().isZero()) {
            lines.add("  in the first " + written(limits.warmUp()) + " after the start only what is safe starts");
        }
        if (!limits.jitter().isZero()) {
            lines.add("  each step waits for a part of " + written(limits.jitter())
                    + ", so that instances do not act at once");
        }
        lines.add("  " + journal(safety.journal()));
        Path stopFile = safety.stopFile();
        if (stopFile != null) {
            lines.add("  nothing starts while " + SafeText.of(stopFile.toString()) + " exists");
        }
        return lines;
    }

    private static String journal(JournalSettings journal) {
        return journal.inMemory()
                ? "nothing is written down: only what is safe or reversible starts, so no pool is restarted, and a restart"
                        + " forgets all"
                : "each step is written down in the directory "
                        + SafeText.of(journal.directory().toString()) + " before it is done, and kept for "
                        + written(journal.retention());
    }

    static String scope(HealSettings settings, String name) {
        Scope scope = settings.safety().limits().scopes().getOrDefault(name, Scope.DEFAULT);
        return "it is one of the scope " + SafeText.of(name) + ": of these " + Percents.plain(scope.minimumHealthy())
                + ", one at least, stay healthy, and if more than "
                + Percents.plain(scope.brake().share()) + " turn bad within "
                + written(scope.brake().within()) + " nothing starts for single ones";
    }

    /** What must be known or well before a step starts. */
    static void conditions(StepSettings step, List<String> conditions) {
        Safeguards safeguards = step.safeguards();
        if (!safeguards.requires().isEmpty()) {
            conditions.add("only while " + PolicyWords.joined(safeguards.requires(), "and")
                    + (safeguards.requires().size() == 1 ? " is" : " are") + " known, sick or healthy");
        }
        if (!safeguards.uses().isEmpty()) {
            conditions.add(
                    "not while " + PolicyWords.joined(safeguards.uses(), "or") + ", which it goes through, is sick");
        }
    }

    /** How often it may start, and for how long what it does holds. */
    static List<String> bounds(StepSettings step) {
        List<String> bounds = new ArrayList<>();
        Budget budget = step.safeguards().budget();
        if (budget != null) {
            bounds.add("at most " + times(budget.remediations()) + " in " + written(budget.per()));
        }
        // Many a step has nothing to undo, and nobody can tell before it is made: so only where somebody asked for it.
        if (step.node().child("time-to-live") != null) {
            bounds.add(
                    "what can be undone holds for " + written(step.safeguards().timeToLive()) + ", then it is undone");
        }
        return bounds;
    }

    static String giveUp(GiveUp giveUp) {
        return "a step that has failed " + times(giveUp.failures()) + (giveUp.failures() == 1 ? "" : " in a row")
                + " on one cause waits for a human; after "
                + giveUp.incidents() + " incidents in " + written(giveUp.within()) + " nothing starts until a human"
                + " releases it";
    }

    /** Such as {@code 3 remediations in 10m}. */
    static String text(Budget budget) {
        return budget.remediations() + (budget.remediations() == 1 ? " remediation" : " remediations") + " in "
                + written(budget.per());
    }

    private static String times(int count) {
        return count == 1 ? "once" : count == 2 ? "twice" : count + " times";
    }
}

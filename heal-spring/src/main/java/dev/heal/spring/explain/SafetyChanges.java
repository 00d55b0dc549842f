package dev.heal.spring.explain;

import dev.heal.policy.Budget;
import dev.heal.policy.Limits;
import dev.heal.policy.Safeguards;
import dev.heal.policy.Scope;
import dev.heal.spring.binding.JournalSettings;
import dev.heal.spring.binding.SafetySettings;
import dev.heal.text.Durations;
import dev.heal.text.SafeText;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What changes in what keeps heal within bounds. */
final class SafetyChanges {

    private final Changes changes;

    SafetyChanges(Changes changes) {
        this.changes = changes;
    }

    /** Over all targets. */
    void tell(SafetySettings before, SafetySettings after) {
        changes.value("journal", place(before.journal()), place(after.journal()));
        if (!before.journal().inMemory() && !after.journal().inMemory()) {
            changes.value(
                    "journal.retention",
                    before.journal().retention(),
                    after.journal().retention());
        }
        changes.value("stop-file", before.stopFile(), after.stopFile());
        Limits old = before.limits();
        Limits now = after.limits();
        budget("", old.budget(), now.budget());
        changes.value("warm-up", old.warmUp(), now.warmUp());
        changes.value("jitter", old.jitter(), now.jitter());
        Set<String> scopes = new TreeSet<>(old.scopes().keySet());
        scopes.addAll(now.scopes().keySet());
        scopes.forEach(name -> changes.values(
                "scopes." + SafeText.of(name) + ".",
                old.scopes().getOrDefault(name, Scope.DEFAULT),
                now.scopes().getOrDefault(name, Scope.DEFAULT),
                key -> key));
    }

    private static String place(JournalSettings journal) {
        return journal.inMemory() ? JournalSettings.MEMORY : "in " + journal.directory();
    }

    /** In one step. */
    void tell(String step, Safeguards before, Safeguards after) {
        changes.value(step + " requires", named(before.requires()), named(after.requires()));
        changes.value(step + " uses", named(before.uses()), named(after.uses()));
        budget(step + " ", before.budget(), after.budget());
        changes.value(step + " time-to-live", before.timeToLive(), after.timeToLive());
    }

    /** How often, of a step, a target or all: in one line, since neither half means anything by itself. */
    void budget(String prefix, @Nullable Budget before, @Nullable Budget after) {
        String old = text(before);
        String now = text(after);
        if (!old.equals(now)) {
            changes.add(prefix + "budget " + now + " instead of " + old);
        }
    }

    private static String text(@Nullable Budget budget) {
        return budget == null ? "none" : budget.remediations() + " in " + Durations.written(budget.per());
    }

    private static @Nullable Collection<String> named(Set<String> names) {
        return names.isEmpty() ? null : new TreeSet<>(names);
    }
}

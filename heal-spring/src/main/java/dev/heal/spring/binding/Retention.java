package dev.heal.spring.binding;

import dev.heal.policy.Budget;
import dev.heal.spring.binding.PolicySettings.StepSettings;
import dev.heal.text.Durations;
import dev.heal.text.SafeText;
import java.time.Duration;
import java.util.List;

/** What a journal has forgotten can bound nothing: it keeps what is over for as long as any limit looks back. */
final class Retention {

    private String what = "";
    private Duration longest = Duration.ZERO;

    private Retention() {}

    /** Tells if the journal keeps less, unless it has been told that it keeps nothing; true if there was nothing to tell. */
    static boolean check(SafetySettings safety, List<TargetSettings> targets, Node root, Findings findings) {
        Retention needed = new Retention();
        needed.by("heal.budget.per", safety.limits().budget().per());
        targets.forEach(needed::by);
        Duration kept = safety.journal().retention();
        boolean isNone = kept.isZero() || kept.isNegative();
        if (safety.journal().inMemory() || isNone || kept.compareTo(needed.longest) >= 0) {
            return true;
        }
        Node journal = root.child("journal");
        Node retention = journal == null ? null : journal.child("retention");
        findings.add(new Finding(
                root.below("journal") + ".retention",
                retention == null ? Durations.written(kept) : retention.shown(),
                retention == null ? "the default" : retention.where(),
                "is shorter than " + needed.what + " (" + Durations.written(needed.longest)
                        + "), so a restart would forget what that counts",
                "write " + Durations.written(needed.longest) + " or more"));
        return false;
    }

    private void by(TargetSettings target) {
        String of = " of the target " + SafeText.of(target.name());
        PolicySettings policy = target.policy();
        by("budget.per" + of, policy.budget().per());
        by("cooldown" + of, policy.cooldown());
        by("give-up.within" + of, policy.giveUp().within());
        for (StepSettings step : policy.steps()) {
            Budget own = step.safeguards().budget();
            if (own != null) {
                by("steps." + SafeText.of(step.name()) + ".budget.per" + of, own.per());
            }
        }
    }

    private void by(String name, Duration span) {
        if (span.compareTo(longest) > 0) {
            what = name;
            longest = span;
        }
    }
}

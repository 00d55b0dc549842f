package dev.heal.test.simulation.rule;

import dev.heal.test.simulation.Seen;
import java.util.Set;
import java.util.function.BiConsumer;

/** The means of a repair do not go through something that is itself sick, and a root goes first. */
final class NoSharedFate implements Rule {

    @Override
    public int number() {
        return 12;
    }

    @Override
    public String words() {
        return "no shared fate";
    }

    @Override
    public void check(Evidence seen, BiConsumer<Seen, String> violated) {
        for (Attempt attempt : seen.attempts()) {
            for (String used : attempt.plan.safeguards().uses()) {
                boolean sick = !used.equals(attempt.target())
                        && attempt.member.detectors().stream()
                                .anyMatch(detector -> Knowledge.isSick(attempt, used, detector)
                                        && attempt.at() - Knowledge.sureSince(seen, used, detector, attempt.at())
                                                > 3 * seen.scenario().tick().toNanos()
                                        && seen.away(attempt.at() - 30_000_000_000L, attempt.at()) == 0);
                if (sick) {
                    violated.accept(attempt.intended, "goes through " + used + ", which is sick");
                }
            }
            Set<String> roots = attempt.isSafe() ? Set.of() : attempt.member.dependsOn();
            for (Attempt root : seen.acted()) {
                if (roots.contains(root.target()) && root.life == attempt.life && root.isUnderWay(attempt.at())) {
                    violated.accept(attempt.intended, "its root " + root.target() + " is being repaired");
                }
            }
        }
    }
}

package dev.heal.test.simulation.rule;

import dev.heal.test.simulation.Seen;
import java.util.Set;
import java.util.function.BiConsumer;

/** What is taken out of a scope, sick or well, has another member that is known healthy to take over. */
final class LastHealthy implements Rule {

    @Override
    public int number() {
        return 3;
    }

    @Override
    public String words() {
        return "eligible destination";
    }

    @Override
    public void check(Evidence seen, BiConsumer<Seen, String> violated) {
        for (Attempt attempt : seen.attempts()) {
            Set<String> taken = attempt.plan.takesAway();
            String scope = attempt.member.scope();
            if (taken == null || scope == null) {
                continue;
            }
            boolean another = seen.members(scope).stream()
                    .anyMatch(member -> !taken.contains(member)
                            && Knowledge.isHealthy(attempt, member)
                            && !Knowledge.isTaken(seen, attempt, member));
            if (!another) {
                violated.accept(attempt.intended, "nobody is known healthy to take over from " + taken);
            }
            long sick = attempt.intended.causes().stream()
                    .mapToLong(cause -> Knowledge.sickSince(seen, attempt.target(), cause, attempt.at()))
                    .min()
                    .orElse(attempt.at());
            if (attempt.at() - sick + Knowledge.SLACK.toNanos()
                    < attempt.plan.sustained().toNanos()) {
                violated.accept(attempt.intended, "the sickness has not lasted " + attempt.plan.sustained() + " yet");
            }
        }
    }
}

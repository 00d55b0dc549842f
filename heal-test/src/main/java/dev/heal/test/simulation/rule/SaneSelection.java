package dev.heal.test.simulation.rule;

import dev.heal.test.simulation.Seen;
import java.util.Set;
import java.util.function.BiConsumer;

/** What takes members away names them; a large part of a scope at once is for a human to decide. */
final class SaneSelection implements Rule {

    @Override
    public int number() {
        return 10;
    }

    @Override
    public String words() {
        return "sane selection";
    }

    @Override
    public void check(Evidence seen, BiConsumer<Seen, String> violated) {
        for (Attempt attempt : seen.attempts()) {
            Set<String> taken = attempt.plan.takesAway();
            String scope = attempt.member.scope();
            if (taken == null || scope == null) {
                continue;
            }
            Set<String> members = seen.members(scope);
            if (taken.isEmpty() || !members.containsAll(taken)) {
                violated.accept(attempt.intended, "selects " + taken + " of " + members);
            }
            if (taken.size() > 1 && taken.size() * 2 > members.size() && attempt.intended.approved() == null) {
                violated.accept(
                        attempt.intended, "takes " + taken + " of " + members + " away, and no human was asked");
            }
        }
    }
}

package dev.heal.test.simulation.rule;

import dev.heal.test.simulation.Seen;
import java.util.Set;
import java.util.function.BiConsumer;

/** Healthy capacity is taken away only while enough of it stays. */
final class MinimumHealthy implements Rule {

    @Override
    public int number() {
        return 2;
    }

    @Override
    public String words() {
        return "minimum healthy";
    }

    @Override
    public void check(Evidence seen, BiConsumer<Seen, String> violated) {
        for (Attempt attempt : seen.attempts()) {
            Set<String> taken = attempt.plan.takesAway();
            String scope = attempt.member.scope();
            if (taken == null || scope == null || taken.stream().noneMatch(one -> Knowledge.isHealthy(attempt, one))) {
                continue;
            }
            Set<String> members = seen.members(scope);
            long stay = members.stream()
                    .filter(member -> Knowledge.isHealthy(attempt, member))
                    .filter(member -> !Knowledge.isTaken(seen, attempt, member))
                    .filter(member -> !taken.contains(member))
                    .count();
            double share = Knowledge.rule(seen, scope).minimumHealthy();
            long least = Math.max(1, (long) Math.ceil(share * members.size()));
            if (stay < least) {
                violated.accept(
                        attempt.intended,
                        "only " + stay + " of " + members.size() + " members stay healthy, and " + least + " must");
            }
        }
    }
}

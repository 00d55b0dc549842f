package dev.heal.gate;

import dev.heal.gate.Standing.Condition;
import dev.heal.policy.Scope;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Set;

/** Healthy capacity is taken away only if enough of it stays; restarting what is dead takes nothing away. */
final class MinimumHealthyGate implements Gate {

    @Override
    public String name() {
        return "minimum-healthy";
    }

    @Override
    public Answer ask(Question question) {
        Ledger ledger = question.ledger();
        for (String taken : question.takesAway()) {
            Standing standing = ledger.standings().get(taken);
            String scope = standing == null ? null : standing.scope();
            if (standing == null || scope == null || standing.condition() != Condition.HEALTHY) {
                continue;
            }
            Set<String> serving = ledger.serving(scope);
            long stay = serving.stream()
                    .filter(member -> !question.takesAway().contains(member))
                    .count();
            Scope rule = question.limits().scopes().getOrDefault(scope, Scope.DEFAULT);
            int members = ledger.members(scope).size();
            long least = Math.max(1, share(rule.minimumHealthy(), members));
            if (stay < least) {
                return Answer.waitFor("of " + members + " members of " + scope + " only " + stay
                        + " known healthy ones would stay, and at least " + least + " must");
            }
        }
        return Answer.allow();
    }

    /** Rounded up; in decimals, since 0.28 x 25 is 7.000000000000001 in binary. */
    private static long share(double share, int members) {
        return BigDecimal.valueOf(share)
                .multiply(BigDecimal.valueOf(members))
                .setScale(0, RoundingMode.CEILING)
                .longValue();
    }
}

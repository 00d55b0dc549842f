package dev.heal.loop;

import dev.heal.gate.Gates;
import dev.heal.policy.Limits;
import dev.heal.policy.Policy;
import dev.heal.policy.Scope;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the rules of one target are made of.
 *
 * @param target its name
 * @param scope the scope that it is a member of; null for none
 * @param policy what the team has decided about it; its remediations have been {@linkplain Described described}
 * @param limits what holds for the whole application
 * @param remember how far back the ledger has to know what was started: the longest budget of all targets
 * @param gates what is asked before every step
 * @param jitter how long this instance waits in an incident
 */
record Rulebook(
        String target,
        @Nullable String scope,
        Policy policy,
        Limits limits,
        Duration remember,
        Gates gates,
        Jitter jitter) {

    /** The detectors that ask the target. */
    Set<String> asking() {
        return policy.detectors().entrySet().stream()
                .filter(each -> each.getValue().asks())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What holds for a scope. */
    Scope rule(String scope) {
        return limits.scopes().getOrDefault(scope, Scope.DEFAULT);
    }
}

package dev.heal.loop;

import dev.heal.guard.Guard;
import dev.heal.policy.Policy;
import dev.heal.region.Region;
import dev.heal.signal.SlicedWindow;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A target as it is handed to the loop: where its calls pass, where they are measured, and what was decided about it.
 *
 * @param dependsOn the names of the targets that it needs in order to be well
 * @param scope the scope that it is a member of; null for none
 * @param region the region that it is; null if it is none
 */
public record TargetPlan(
        Guard guard,
        SlicedWindow window,
        Policy policy,
        Set<String> dependsOn,
        @Nullable String scope,
        @Nullable Region<?> region) {

    /** A target that is a member of no scope. */
    public TargetPlan(Guard guard, SlicedWindow window, Policy policy, Set<String> dependsOn) {
        this(guard, window, policy, dependsOn, null, null);
    }

    /** A target that is no region. */
    public TargetPlan(Guard guard, SlicedWindow window, Policy policy, Set<String> dependsOn, @Nullable String scope) {
        this(guard, window, policy, dependsOn, scope, null);
    }
}

package dev.heal.spring.binding;

import dev.heal.policy.Mode;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that is written under {@code heal}, without any bean.
 *
 * @param tick null for heal's own
 * @param strict whether anything wrong fails the start
 * @param safety what keeps heal within bounds, over all targets
 * @param access who may look and who may order
 * @param targets those that nothing is wrong with, in the order in which they are written
 * @param unsound those that something is wrong with, as they are written
 * @param findings what is wrong
 * @param node what is written, each value with its place
 */
public record HealSettings(
        Mode mode,
        Mode ceiling,
        @Nullable Duration tick,
        boolean strict,
        SafetySettings safety,
        AccessSettings access,
        List<TargetSettings> targets,
        List<Node> unsound,
        Findings findings,
        Node node) {

    /** What is not wrong but may not be meant, each in one sentence. */
    public List<String> warnings() {
        return targets.stream()
                .flatMap(target -> target.unanswered().stream())
                .distinct()
                .toList();
    }

    /** The names of all targets, also of the wrong ones. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        targets.forEach(target -> names.add(target.name()));
        unsound.forEach(target -> names.add(target.name()));
        return names;
    }
}

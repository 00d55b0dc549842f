package dev.heal.spring.binding;

import dev.heal.policy.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that is written under {@code heal}, without any bean.
 *
 * @param tick null for heal's own
 * @param strict whether anything wrong fails the start
 * @param targets those that nothing is wrong with, in the order in which they are written
 * @param names the names of all targets, also of the wrong ones
 * @param findings what is wrong
 */
public record HealSettings(
        Mode mode,
        Mode ceiling,
        @Nullable Duration tick,
        boolean strict,
        List<TargetSettings> targets,
        Set<String> names,
        Findings findings) {}

package dev.heal.spring.binding;

import dev.heal.policy.Limits;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What keeps heal within bounds, over all targets.
 *
 * @param stopFile nothing starts while it exists; null for none
 * @param limits how much in all, and what must not happen to too many members of a scope
 */
public record SafetySettings(
        JournalSettings journal, @Nullable Path stopFile, Limits limits) {}

package dev.heal.spring.explain;

import dev.heal.policy.Mode;
import dev.heal.spring.binding.HealSettings;
import dev.heal.spring.binding.PolicySettings.StepSettings;
import dev.heal.spring.binding.TargetSettings;

/** The modes that hold, the ceiling over them. */
final class Modes {

    private Modes() {}

    /** What has been asked for, whatever the ceiling is. */
    static Mode asked(HealSettings settings, TargetSettings target) {
        Mode own = target.policy().mode();
        return own == null ? settings.mode() : own;
    }

    static Mode of(HealSettings settings, TargetSettings target) {
        return asked(settings, target).under(settings.ceiling());
    }

    static Mode of(HealSettings settings, TargetSettings target, StepSettings step) {
        Mode own = step.mode();
        return (own == null ? asked(settings, target) : own).under(settings.ceiling());
    }
}

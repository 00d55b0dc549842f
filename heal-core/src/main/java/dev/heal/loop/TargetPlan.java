package dev.heal.loop;

import dev.heal.guard.Guard;
import dev.heal.policy.Policy;
import dev.heal.signal.SlicedWindow;

/** A target as it is handed to the loop: where its calls pass, where they are measured, and what was decided about it. */
public record TargetPlan(Guard guard, SlicedWindow window, Policy policy) {}

package dev.heal.loop;

import dev.heal.policy.Step;

/** A piece of work that does not end, and its step: until it does, nothing else is started for the target. */
record Locked(long attempt, String incident, Step step) {}

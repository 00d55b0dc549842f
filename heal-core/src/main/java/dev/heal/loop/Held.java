package dev.heal.loop;

import dev.heal.policy.Step;

/**
 * What a step has done that can be undone, and is still in force.
 *
 * @param attempt the attempt that did it
 * @param incident the incident it was done in, which may be closed by now
 * @param expires when it is undone, on the monotonic clock
 */
record Held(long attempt, String incident, Step step, long expires) {

    Held expires(long at) {
        return new Held(attempt, incident, step, at);
    }
}

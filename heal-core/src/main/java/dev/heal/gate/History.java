package dev.heal.gate;

import dev.heal.policy.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What has been done to a target; times are those of the monotonic clock, so a wall clock that jumps changes nothing.
 *
 * @param ends when each step last ended
 * @param attempts how often each step was started within the present incident
 * @param givenUp the steps that nobody has decided on in time within the present incident
 * @param failures how often in a row a step has failed on a cause, by {@link #on step and cause}, over all incidents
 * @param unresolved the steps whose end nobody knows, since the process died, and those that could not be undone
 * @param openings when incidents were opened, oldest first, as far back as flapping is looked for
 */
public record History(
        Map<String, Long> ends,
        Map<String, Integer> attempts,
        Set<String> givenUp,
        Map<String, Integer> failures,
        Set<String> unresolved,
        List<Long> openings) {

    public static final History NONE = new History(Map.of(), Map.of(), Set.of(), Map.of(), Set.of(), List.of());

    public History {
        ends = Map.copyOf(ends);
        attempts = Map.copyOf(attempts);
        givenUp = Set.copyOf(givenUp);
        failures = Map.copyOf(failures);
        unresolved = Set.copyOf(unresolved);
        openings = List.copyOf(openings);
    }

    /** The key of a step's failures on a cause. */
    public static String on(String step, String cause) {
        return step + " on " + cause;
    }

    public int attemptsOf(String step) {
        return attempts.getOrDefault(step, 0);
    }

    public int failuresOf(String step, String cause) {
        return failures.getOrDefault(on(step, cause), 0);
    }

    public History started(String step) {
        Map<String, Integer> counted = new HashMap<>(attempts);
        counted.merge(step, 1, Integer::sum);
        return new History(ends, counted, givenUp, failures, unresolved, openings);
    }

    /** It was not begun after all. */
    public History notBegun(String step) {
        Map<String, Integer> counted = new HashMap<>(attempts);
        counted.computeIfPresent(step, (name, count) -> count > 1 ? count - 1 : null);
        return new History(ends, counted, givenUp, failures, unresolved, openings);
    }

    public History ended(String step, long now) {
        Map<String, Long> all = new HashMap<>(ends);
        all.put(step, now);
        return new History(all, attempts, givenUp, failures, unresolved, openings);
    }

    /** Whether the step has failed on any of the causes since it last helped. */
    public boolean hasFailed(String step, Collection<String> causes) {
        return causes.stream().anyMatch(cause -> failuresOf(step, cause) > 0);
    }

    /** The step has failed, on every cause that it was taken for. */
    public History failed(String step, Collection<String> causes) {
        Map<String, Integer> counted = new HashMap<>(failures);
        causes.forEach(cause -> counted.merge(on(step, cause), 1, Integer::sum));
        return new History(ends, attempts, givenUp, counted, unresolved, openings);
    }

    /** The step has helped: what had failed before on these causes is forgiven. */
    public History helped(String step, Collection<String> causes) {
        Map<String, Integer> counted = new HashMap<>(failures);
        causes.forEach(cause -> counted.remove(on(step, cause)));
        return new History(ends, attempts, givenUp, counted, unresolved, openings);
    }

    /** Nobody knows how the step ended. */
    public History unresolved(String step) {
        Set<String> all = new HashSet<>(unresolved);
        all.add(step);
        return new History(ends, attempts, givenUp, failures, all, openings);
    }

    /** A human has looked: what failed may be tried again. */
    public History acknowledged() {
        return new History(ends, attempts, givenUp, Map.of(), Set.of(), openings);
    }

    /** Nobody has decided on the step, so it is not taken within this incident. */
    public History givenUp(Step step) {
        Set<String> all = new HashSet<>(givenUp);
        all.add(step.name());
        return new History(ends, attempts, all, failures, unresolved, openings);
    }

    /** An incident has been opened. */
    public History opened(long now, Duration remember) {
        List<Long> all = new ArrayList<>(openings);
        all.removeIf(opening -> now - opening >= remember.toNanos());
        all.add(now);
        return new History(ends, attempts, givenUp, failures, unresolved, all);
    }

    /** A human has released the target: how often it fell sick before counts no more. */
    public History released() {
        return new History(ends, attempts, givenUp, failures, unresolved, List.of());
    }

    /** Cooldown and failures outlive an incident; attempts do not. */
    public History nextIncident() {
        return new History(ends, Map.of(), Set.of(), failures, unresolved, openings);
    }
}

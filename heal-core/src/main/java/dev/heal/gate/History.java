package dev.heal.gate;

import dev.heal.policy.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What has been done to a target; times are those of the monotonic clock, so a wall clock that jumps changes nothing.
 *
 * @param starts when remediations were started, oldest first, as far back as the budget looks
 * @param ends when each step last ended
 * @param attempts how often each step was started within the present incident
 * @param givenUp the steps that nobody has decided on in time within the present incident
 */
public record History(List<Long> starts, Map<String, Long> ends, Map<String, Integer> attempts, Set<String> givenUp) {

    public static final History NONE = new History(List.of(), Map.of(), Map.of(), Set.of());

    public History {
        starts = List.copyOf(starts);
        ends = Map.copyOf(ends);
        attempts = Map.copyOf(attempts);
        givenUp = Set.copyOf(givenUp);
    }

    public int attemptsOf(String step) {
        return attempts.getOrDefault(step, 0);
    }

    /** How many were started within {@code span} before {@code now}. */
    public int startedWithin(Duration span, long now) {
        return (int)
                starts.stream().filter(start -> now - start < span.toNanos()).count();
    }

    public History started(String step, long now, Duration remember) {
        List<Long> all = new ArrayList<>(starts);
        all.removeIf(start -> now - start >= remember.toNanos());
        all.add(now);
        Map<String, Integer> counted = new HashMap<>(attempts);
        counted.merge(step, 1, Integer::sum);
        return new History(all, ends, counted, givenUp);
    }

    public History ended(String step, long now) {
        Map<String, Long> all = new HashMap<>(ends);
        all.put(step, now);
        return new History(starts, all, attempts, givenUp);
    }

    /** Nobody has decided on the step, so it is not taken within this incident. */
    public History givenUp(Step step) {
        Set<String> all = new HashSet<>(givenUp);
        all.add(step.name());
        return new History(starts, ends, attempts, all);
    }

    /** Budget and cooldown outlive an incident; attempts do not. */
    public History nextIncident() {
        return new History(starts, ends, Map.of(), Set.of());
    }
}

package dev.heal.gate;

import dev.heal.policy.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What has been done to a target; times are those of the monotonic clock, so a wall clock that jumps changes nothing.
 *
 * @param starts when remediations were started, oldest first, as far back as the budget looks
 * @param ends when each step last ended
 * @param attempts how often each step was started within the present incident
 */
public record History(List<Long> starts, Map<String, Long> ends, Map<String, Integer> attempts) {

    public static final History NONE = new History(List.of(), Map.of(), Map.of());

    public History {
        starts = List.copyOf(starts);
        ends = Map.copyOf(ends);
        attempts = Map.copyOf(attempts);
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
        return new History(all, ends, counted);
    }

    public History ended(String step, long now) {
        Map<String, Long> all = new HashMap<>(ends);
        all.put(step, now);
        return new History(starts, all, attempts);
    }

    /** The step has used up its attempts of this incident, without having been started. */
    public History givenUp(Step step) {
        Map<String, Integer> counted = new HashMap<>(attempts);
        counted.put(step.name(), step.attempts());
        return new History(starts, ends, counted);
    }

    /** Budget and cooldown outlive an incident; attempts do not. */
    public History nextIncident() {
        return new History(starts, ends, Map.of());
    }
}

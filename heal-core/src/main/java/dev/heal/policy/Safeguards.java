package dev.heal.policy;

import dev.heal.check.Check;
import dev.heal.check.Checked;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What keeps one step within bounds, beyond what holds for its target.
 *
 * @param budget how often this step may start, whatever else its target's budget leaves; null for no bound of its own
 * @param requires detectors that must be known, sick or healthy, before the step may start; the ones it answers to always
 *     are. A SAFE step starts without
 * @param uses targets that its means go through: it does not start while one of those is sick
 * @param timeToLive how long an effect that can be undone stays in force; then it is undone. What is given back by steps
 *     does not go back to what is sick: then a human is told
 */
public record Safeguards(@Nullable Budget budget, Set<String> requires, Set<String> uses, Duration timeToLive)
        implements Checked {

    /** Five minutes: long enough for most faults to pass, short enough not to be forgotten. */
    public static final Duration DEFAULT_TIME_TO_LIVE = Duration.ofMinutes(5);

    public static final Safeguards DEFAULT = new Safeguards(null, Set.of(), Set.of(), DEFAULT_TIME_TO_LIVE);

    public Safeguards {
        requires = Names.of(requires);
        uses = Names.of(uses);
    }

    @Override
    public void check(Check check) {
        if (budget != null) {
            budget.check(check.at("budget"));
        }
        check.positive("time-to-live", timeToLive);
    }
}

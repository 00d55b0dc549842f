package dev.heal.test.simulation;

import dev.heal.incident.IncidentEvent;
import dev.heal.policy.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Runs the real loop in small worlds of virtual time: {@code new Simulation(Parts.REAL).run(4711)} is always the same story.
 * One thread at a time; several simulations may run side by side.
 */
public final class Simulation implements AutoCloseable {

    /** Every so many seeds it is asked, too, what heal would do if it only observed. */
    private static final int COMPARED = 5;

    private static final Duration MOMENT = Duration.ofMillis(100);

    private static final Predicate<Seen> NEVER = seen -> false;

    private final Parts parts;
    private final Carriers carriers = new Carriers();

    public Simulation(Parts parts) {
        this.parts = parts;
    }

    /** The story of a seed. */
    public Run run(long seed) {
        Scenario scenario = Scenario.of(seed);
        Story without = new Story(scenario, parts, carriers, NEVER);
        without.tell(false);
        Story story = new Story(scenario, parts, carriers, NEVER);
        story.tell(true);
        List<String> planned = seed % COMPARED == 0
                ? List.of(firstPlan(scenario.in(Mode.OBSERVE)), firstPlan(scenario.in(Mode.ACT)))
                : List.of();
        return new Run(
                scenario,
                story.trace(),
                scenario.length().toNanos(),
                story.unavailable(),
                without.unavailable(),
                planned);
    }

    /**
     * What heal would do first, or does, or asks for: all of it within a moment, since it takes that long until what was
     * decided is seen. A process that dies in that moment is seen to do anything.
     */
    private String firstPlan(Scenario scenario) {
        List<Seen> plans = new ArrayList<>();
        Story story = new Story(scenario, parts, carriers, seen -> {
            if (!plan(seen).isEmpty() || seen instanceof Seen.Died) {
                plans.add(seen);
            }
            return !plans.isEmpty() && seen.at() - plans.get(0).at() > MOMENT.toNanos();
        });
        story.tell(true);
        return plans.stream()
                .map(seen -> seen instanceof Seen.Died ? Run.DIED : plan(seen))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String plan(Seen seen) {
        if (seen instanceof Seen.Asked asked) {
            return asked.target() + " " + asked.step();
        }
        if (seen instanceof Seen.Told told) {
            IncidentEvent event = told.event();
            boolean observed = event.type() == IncidentEvent.Type.DENIED
                    && "mode".equals(event.figures().get("gate"));
            if (observed || event.type() == IncidentEvent.Type.PROPOSED) {
                return told.target() + " " + event.subject();
            }
        }
        return "";
    }

    /** How many bodies of code hang at this moment; none between two runs. */
    int underWay() {
        return carriers.underWay();
    }

    /** Ends its threads. */
    @Override
    public void close() {
        carriers.close();
    }
}

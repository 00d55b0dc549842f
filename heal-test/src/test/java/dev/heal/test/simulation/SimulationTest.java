package dev.heal.test.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import dev.heal.gate.BrokenGates;
import dev.heal.test.simulation.rule.Campaign;
import dev.heal.test.simulation.rule.NeverWorse;
import dev.heal.test.simulation.rule.Rules;
import dev.heal.test.simulation.rule.Tally;
import dev.heal.test.simulation.rule.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The real loop in small worlds full of faults, held against everything that heal promises. {@code -Dseeds=N -Dfirst=K}
 * runs other seeds, {@code -Dseed=S} runs a single one and prints its whole trace.
 */
class SimulationTest {

    @RegisterExtension
    static final Quiet LOG = new Quiet();

    private static final long ORDINARY = 2_000;
    private static final int THREADS = 2;
    private static final int LAST_LINES = 60;

    @Test
    void everyPromiseHoldsInEveryStory() throws Exception {
        Long single = Long.getLong("seed");
        if (single != null) {
            replay(single);
            return;
        }
        long seeds = Long.getLong("seeds", ORDINARY);
        long first = Long.getLong("first", 0);

        Campaign.Result result = new Campaign(Parts.REAL, Rules::check).run(first, seeds, THREADS);

        if (!result.violations().isEmpty()) {
            fail(told(result.violations()));
        }
        assertThat(LOG.faults())
                .as("faults of the loop itself, which it survived")
                .isEmpty();
        write(result.tally());
        if (seeds >= ORDINARY) {
            nothingIsPromisedThatNobodyTries(result.tally());
        }
        healIsNeverWorseThanNothing(result.tally());
    }

    /** A gate that never says no and a fault that never comes prove nothing. */
    private static void nothingIsPromisedThatNobodyTries(Tally tally) {
        assertThat(tally.denials().keySet()).as("gates that have denied").containsAll(BrokenGates.NAMES);
        assertThat(tally.faults()).as("faults that have happened").containsOnlyKeys(Fault.values());
        assertThat(tally.shifts())
                .as("what has become of the traffic of regions")
                .containsOnlyKeys("moves", "steps back", "taken again", "back as a whole", "pinned", "unpinned");
    }

    private static void healIsNeverWorseThanNothing(Tally tally) {
        assertThat(tally.ratio())
                .as("mean unavailability with heal by that without")
                .isLessThanOrEqualTo(1.0);
        assertThat(tally.worse()).as("runs that are worse with heal").allMatch(NeverWorse.Worse::explained);
    }

    @Test
    void theSameSeedIsTheSameStoryByteForByte() {
        try (Simulation one = new Simulation(Parts.REAL);
                Simulation other = new Simulation(Parts.REAL)) {
            for (long seed = 0; seed < 100; seed++) {
                Trace trace = one.run(seed).trace();
                Trace again = other.run(seed).trace();
                if (trace.hash() != again.hash()) {
                    fail("seed " + seed + " is not the same story twice:\n" + difference(trace, again));
                }
            }
        }
    }

    private static String difference(Trace one, Trace other) {
        for (int i = 0; i < Math.min(one.all().size(), other.all().size()); i++) {
            String line = one.all().get(i).line();
            String again = other.all().get(i).line();
            if (!line.equals(again)) {
                return "1: " + line + "\n2: " + again;
            }
        }
        return "one goes on for longer: " + one.all().size() + " and "
                + other.all().size();
    }

    private static void replay(long seed) {
        try (Simulation simulation = new Simulation(Parts.REAL)) {
            Run run = simulation.run(seed);
            run.trace().lines().forEach(System.out::println);
            System.out.println(run.scenario().limits());
            run.scenario().variants().get(0).forEach(System.out::println);
            System.out.printf("unavailable: %.1f s with heal, %.1f s without%n", run.unavailable(), run.withoutHeal());
            List<Violation> violations = Rules.check(run);
            violations.forEach(System.out::println);
            assertThat(violations).isEmpty();
        }
    }

    private static String told(List<Violation> violations) {
        StringBuilder text = new StringBuilder("broken promises:\n");
        violations.forEach(violation -> text.append(violation).append('\n'));
        Violation first = violations.get(0);
        try (Simulation simulation = new Simulation(Parts.REAL)) {
            Run run = simulation.run(first.seed());
            List<String> lines = run.trace().lines();
            int end = lines.indexOf(first.where().line()) + 1;
            int shown = end == 0 ? lines.size() : end;
            text.append("the last lines of seed ").append(first.seed()).append(":\n");
            lines.subList(Math.max(0, shown - LAST_LINES), shown)
                    .forEach(line -> text.append(line).append('\n'));
        }
        return text.append("replay: mvn -o test -pl heal-test -am -Dtest=SimulationTest")
                .append(" -Dsurefire.failIfNoSpecifiedTests=false -Dseed=")
                .append(first.seed())
                .toString();
    }

    private static void write(Tally tally) throws IOException {
        System.out.println(tally);
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target", "simulation.txt"), tally.toString());
    }
}

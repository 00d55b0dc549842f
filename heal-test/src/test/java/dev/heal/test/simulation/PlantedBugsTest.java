package dev.heal.test.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.test.simulation.rule.Rules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whether the simulation would notice: each mistake is planted, and a rule has to find it. */
@ExtendWith(Quiet.class)
class PlantedBugsTest {

    private static final long MOST_SEEDS = 2_000;
    private static final long AROUND = 8;
    private static final long NOT_FOUND = -1;

    @Test
    void everyPlantedBugIsCaughtByItsRule() throws Exception {
        List<Planted> bugs = Planted.all();
        assertThat(bugs).hasSizeGreaterThanOrEqualTo(15);

        Map<Planted, Long> found = search(bugs);

        StringBuilder table = new StringBuilder("| bug | part | rule | seed |\n| --- | --- | --- | --- |\n");
        List<String> missed = new ArrayList<>();
        List<String> stale = new ArrayList<>();
        for (Planted bug : bugs) {
            long seed = found.get(bug);
            table.append(String.format(
                    "| %s | %s | %d `%s` | %d |%n", bug.mistake(), bug.part(), bug.number(), bug.rule(), seed));
            if (seed != bug.known()) {
                stale.add(bug.mistake() + ": " + seed + " instead of " + bug.known());
            }
            if (seed == NOT_FOUND) {
                missed.add(bug.mistake());
            }
        }
        System.out.println(table);
        if (!stale.isEmpty()) {
            System.out.println("caught by other seeds than those that Planted knows, which takes longer: " + stale);
        }
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target", "planted-bugs.txt"), table.toString());
        assertThat(missed).as("bugs that no seed of %d has found", MOST_SEEDS).isEmpty();
    }

    private static Map<Planted, Long> search(List<Planted> bugs) throws InterruptedException {
        Map<Planted, Long> found = new ConcurrentHashMap<>();
        AtomicInteger next = new AtomicInteger();
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Thread worker = new Thread(() -> {
                for (int bug = next.getAndIncrement(); bug < bugs.size(); bug = next.getAndIncrement()) {
                    found.put(bugs.get(bug), caughtBy(bugs.get(bug)));
                }
            });
            worker.start();
            workers.add(worker);
        }
        for (Thread worker : workers) {
            worker.join();
        }
        return found;
    }

    /** The seed that is known to catch it, or the first one that does. */
    private static long caughtBy(Planted bug) {
        try (Simulation simulation = new Simulation(bug.parts())) {
            return seeds(bug)
                    .filter(seed -> Rules.check(simulation.run(seed)).stream()
                            .anyMatch(violation -> bug.isAbout(violation.rule())))
                    .findFirst()
                    .orElse(NOT_FOUND);
        }
    }

    /** Those that are likely to catch it come first: they are told in moments, all of them take minutes. */
    private static LongStream seeds(Planted bug) {
        LongStream near = LongStream.rangeClosed(bug.known() - AROUND, bug.known() + AROUND);
        LongStream likely = LongStream.concat(LongStream.of(bug.known()), near);
        return LongStream.concat(likely, LongStream.range(0, MOST_SEEDS))
                .filter(seed -> seed >= 0 && seed < MOST_SEEDS)
                .filter(seed -> !bug.ofRegions() || Scenario.isOfRegions(seed))
                .distinct();
    }
}

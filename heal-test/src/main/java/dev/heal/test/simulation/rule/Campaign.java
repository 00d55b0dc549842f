package dev.heal.test.simulation.rule;

import dev.heal.test.simulation.Parts;
import dev.heal.test.simulation.Run;
import dev.heal.test.simulation.Simulation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Many seeds, held against all rules, on several threads side by side. */
public final class Campaign {

    /** So many broken promises are enough to look at. */
    private static final int MOST = 50;

    /** @param violations of the lowest seeds first; none if all promises were kept */
    public record Result(Tally tally, List<Violation> violations) {}

    private final Parts parts;
    private final Function<Run, List<Violation>> rules;

    /** @param rules finds the broken promises of a run; called on any of the threads */
    public Campaign(Parts parts, Function<Run, List<Violation>> rules) {
        this.parts = parts;
        this.rules = rules;
    }

    /** Runs the seeds {@code first}, {@code first + 1}, ... */
    public Result run(long first, long seeds, int threads) throws InterruptedException {
        AtomicLong next = new AtomicLong(first);
        Tally all = new Tally();
        ConcurrentLinkedQueue<Violation> violations = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread worker = new Thread(
                    () -> {
                        Tally mine = new Tally();
                        try (Simulation simulation = new Simulation(parts)) {
                            long seed = next.getAndIncrement();
                            while (seed < first + seeds && violations.size() < MOST) {
                                Run run = simulation.run(seed);
                                violations.addAll(rules.apply(run));
                                mine.add(run);
                                seed = next.getAndIncrement();
                            }
                        } catch (RuntimeException | Error failure) {
                            failures.add(failure);
                        }
                        synchronized (all) {
                            all.add(mine);
                        }
                    },
                    "simulation-" + (i + 1));
            worker.start();
            workers.add(worker);
        }
        for (Thread worker : workers) {
            worker.join();
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException("the simulation itself failed", failures.peek());
        }
        List<Violation> sorted = new ArrayList<>(violations);
        sorted.sort(Comparator.comparingLong(Violation::seed));
        return new Result(all, sorted);
    }
}

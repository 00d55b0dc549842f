package dev.heal.benchmarks;

import dev.heal.benchmarks.annotation.Entrant;
import dev.heal.benchmarks.annotation.Outcome;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Heal's annotation beside Resilience4j's own, both in a Spring application that is up, and the floor under both. */
final class Annotation implements Suite {

    /** With nine contestants in about 3 min. */
    private static final Effort QUICK = new Effort(4, 6, 4, 250);

    private static final double RATIO = 0.10;
    private static final double BYTES = 0.08;

    @Override
    public String name() {
        return "annotation";
    }

    @Override
    public String about() {
        return "what a call of an annotated bean costs, beside Resilience4j's annotation in the same run";
    }

    @Override
    public Report run(Options options, Path log) throws Exception {
        List<Seat> seats = Seat.of(options);
        Effort effort = options.quick() ? quick(options) : options.effort();
        List<String> flags = options.jvmFlags();
        Rounds rounds = new Rounds(seats.stream().map(Seat::fork).toList(), effort, flags, options.profilers());

        Instant began = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        double loadBefore = Machine.loadAverage();
        Map<Rounds.Fork, List<Row.Sample>> samples = rounds.run(log);
        double loadAfter = Machine.loadAverage();

        List<String> machine = Machine.manifest(options, flags, began, loadBefore, loadAfter, rounds.othersBusy());
        int most = seats.stream().mapToInt(Seat::threads).max().orElse(1);
        return new Report(
                name(),
                effort,
                Seat.REFERENCE.title(),
                rows(seats, samples),
                goals(seats, samples),
                List.copyOf(machine),
                Overhead.warnings(rounds.othersBusy(), loadAfter, most),
                rounds.json());
    }

    /** Each fork starts an application, and what is called is many layers that take a while to be compiled. */
    private static Effort quick(Options options) {
        return options.forks() == null ? QUICK : QUICK.withForks(options.forks());
    }

    static List<Row> rows(List<Seat> seats, Map<Rounds.Fork, List<Row.Sample>> samples) {
        return seats.stream()
                .map(seat -> Row.of(
                        seat.outcome().title(),
                        seat.label(),
                        seat.threads(),
                        of(samples, seat),
                        of(samples, seat.reference())))
                .toList();
    }

    /** What heal promises of the price of an annotated call, as far as the run has measured it. */
    static List<Goal> goals(List<Seat> seats, Map<Rounds.Fork, List<Row.Sample>> samples) {
        List<Goal> goals = new ArrayList<>();
        for (int threads : List.of(1, 2)) {
            Seat healed = new Seat(Outcome.SUCCESS, Entrant.HEALED, threads, false);
            if (!seats.contains(healed)) {
                continue;
            }
            List<Row.Sample> ours = of(samples, healed);
            List<Row.Sample> theirs = of(samples, healed.reference());
            String who = healed.label() + ", success, " + threads + (threads == 1 ? " thread: " : " threads: ");
            goals.add(new Goal(
                    who + "takes less processor time",
                    Paired.ratio(
                            ours.stream().map(Row.Sample::cpu).toList(),
                            theirs.stream().map(Row.Sample::cpu).toList()),
                    RATIO,
                    "times " + Seat.REFERENCE.title(),
                    false));
            goals.add(new Goal(
                    who + "allocates less",
                    Paired.ratio(
                            ours.stream().map(Row.Sample::bytes).toList(),
                            theirs.stream().map(Row.Sample::bytes).toList()),
                    BYTES,
                    "times " + Seat.REFERENCE.title(),
                    false));
        }
        return List.copyOf(goals);
    }

    private static List<Row.Sample> of(Map<Rounds.Fork, List<Row.Sample>> samples, Seat seat) {
        List<Row.Sample> all = samples.get(seat.fork());
        if (all == null) {
            throw new IllegalStateException("JMH gave no result for " + seat);
        }
        return all;
    }
}

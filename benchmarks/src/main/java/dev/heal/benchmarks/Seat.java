package dev.heal.benchmarks;

import dev.heal.benchmarks.annotation.AnnotationBenchmark;
import dev.heal.benchmarks.annotation.Entrant;
import dev.heal.benchmarks.annotation.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One contestant among the annotations, in one outcome, at one number of threads.
 *
 * @param again whether this is the second of two that are the same: what tells them apart is noise
 */
record Seat(Outcome outcome, Entrant entrant, int threads, boolean again) {

    /** What all others are compared with. */
    static final Entrant REFERENCE = Entrant.CIRCUIT_BREAKER;

    private static final List<Integer> THREADS = List.of(1, 2);

    /** In the order of the tables; each outcome has its reference at each number of threads. */
    static List<Seat> of(Options options) {
        Set<Seat> seats = new LinkedHashSet<>();
        for (Outcome outcome : Outcome.values()) {
            for (int threads : options.threads().isEmpty() ? THREADS : options.threads()) {
                for (Seat seat : at(outcome, threads, options)) {
                    seats.add(seat.reference());
                    seats.add(seat);
                }
            }
        }
        return List.copyOf(seats);
    }

    private static List<Seat> at(Outcome outcome, int threads, Options options) {
        List<Seat> seats = new ArrayList<>();
        for (Entrant entrant : Entrant.values()) {
            Seat seat = new Seat(outcome, entrant, threads, false);
            if (seat.takesPart(options) && seat.matches(options)) {
                seats.add(seat);
            }
        }
        if (outcome == Outcome.SUCCESS && !options.quick() && !seats.isEmpty()) {
            seats.add(new Seat(outcome, REFERENCE, threads, true));
        }
        return seats;
    }

    private boolean takesPart(Options options) {
        if (!options.quick()) {
            return entrant.outcomes().contains(outcome);
        }
        boolean judged = entrant == Entrant.HEALED || entrant == REFERENCE;
        boolean floor = entrant == Entrant.EMPTY && outcome == Outcome.SUCCESS;
        return outcome == Outcome.SUCCESS ? judged || (floor && threads == 1) : judged && threads == 1;
    }

    /** Whether what was asked for is found in it, as {@code success: @Healed}. */
    private boolean matches(Options options) {
        Pattern include = options.include();
        return include == null
                || include.matcher(outcome.method() + ": " + label()).find();
    }

    String label() {
        return again ? entrant.title() + " again (A/A)" : entrant.title();
    }

    Seat reference() {
        return new Seat(outcome, REFERENCE, threads, false);
    }

    Rounds.Fork fork() {
        return new Rounds.Fork(
                AnnotationBenchmark.class.getName() + "." + outcome.method(),
                threads,
                Map.of("entrant", entrant.name()),
                again ? "again" : "");
    }
}

package dev.heal.benchmarks;

import dev.heal.benchmarks.admission.AdmissionBenchmark;
import dev.heal.benchmarks.admission.Decision;
import dev.heal.benchmarks.admission.Entrant;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What it costs heal's load shedder to let a request in and out again, or to turn it away, beside its peers. */
final class Decisions implements Suite {

    private static final List<Integer> THREADS = List.of(1, 2);
    private static final double NANOS = 100;

    /** Less than half a byte a call is nothing: JMH's own threads allocate too. */
    private static final double NOTHING = 0.5;

    private static final Set<Entrant> JUDGED_REJECTIONS =
            Set.of(Entrant.HEAL_FULL, Entrant.HEAL_CUT_OFF, Entrant.HEAL_NO_ROOM);

    /** One contestant in one decision at one number of threads. */
    record Place(Decision decision, Entrant entrant, int threads) {

        String text() {
            return decision.method() + ": " + entrant.title();
        }

        Place reference() {
            return new Place(decision, Entrant.REFERENCE, threads);
        }

        Rounds.Fork fork() {
            return new Rounds.Fork(
                    AdmissionBenchmark.class.getName() + "." + decision.method(),
                    threads,
                    Map.of("entrant", entrant.name()),
                    "");
        }
    }

    @Override
    public String name() {
        return "admission";
    }

    @Override
    public String about() {
        return "what it costs to let a request in or to turn it away, beside Resilience4j's Bulkhead in the same run";
    }

    @Override
    public Report run(Options options, Path log) throws Exception {
        List<Place> places = places(options);
        Effort effort = options.effort();
        Rounds rounds =
                new Rounds(places.stream().map(Place::fork).toList(), effort, options.jvmFlags(), options.profilers());
        Instant began = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        double loadBefore = Machine.loadAverage();
        Map<Rounds.Fork, List<Row.Sample>> samples = rounds.run(log);
        double loadAfter = Machine.loadAverage();
        List<Row> rows = rows(places, samples);
        return new Report(
                name(),
                effort,
                Entrant.REFERENCE.title(),
                rows,
                goals(rows),
                List.copyOf(Machine.manifest(
                        options, options.jvmFlags(), began, loadBefore, loadAfter, rounds.othersBusy())),
                Overhead.warnings(
                        rounds.othersBusy(),
                        loadAfter,
                        places.stream().mapToInt(Place::threads).max().orElse(1)),
                rounds.json());
    }

    /**
     * In the order of the tables; each decision has its reference at each number of threads.
     *
     * @throws Options.UsageException if what was to be included is not there
     */
    static List<Place> places(Options options) {
        Set<Place> places = new LinkedHashSet<>();
        for (Decision decision : Decision.values()) {
            for (int threads : options.threads().isEmpty() ? THREADS : options.threads()) {
                for (Entrant entrant : Entrant.values()) {
                    Place place = new Place(decision, entrant, threads);
                    if (takesPart(place, options)) {
                        places.add(place.reference());
                        places.add(place);
                    }
                }
            }
        }
        if (places.isEmpty()) {
            throw new Options.UsageException(
                    "--include " + options.include() + " is found in no contestant; write it as in \"accepted: heal\"");
        }
        return List.copyOf(places);
    }

    /** A quick run leaves out two threads where nothing is judged. */
    private static boolean takesPart(Place place, Options options) {
        boolean isHere = place.entrant().decisions().contains(place.decision())
                && (options.include() == null
                        || options.include().matcher(place.text()).find());
        boolean isShort = options.quick() && options.threads().isEmpty();
        return isHere
                && (!isShort
                        || place.threads() == 1
                        || place.entrant() == Entrant.HEAL
                        || place.entrant() == Entrant.HEAL_FULL
                        || place.entrant() == Entrant.HEAL_EVICTED);
    }

    static List<Row> rows(List<Place> places, Map<Rounds.Fork, List<Row.Sample>> samples) {
        return places.stream()
                .map(place -> Row.of(
                        place.decision().title(),
                        place.entrant().title(),
                        place.threads(),
                        of(samples, place),
                        of(samples, place.reference())))
                .toList();
    }

    /** What heal promises of the price of a decision, as far as the run has measured it. */
    static List<Goal> goals(List<Row> rows) {
        List<Goal> goals = new ArrayList<>();
        for (Row row : rows) {
            boolean isAccepted = row.name().equals(Entrant.HEAL.title());
            boolean isRejected =
                    JUDGED_REJECTIONS.stream().anyMatch(each -> each.title().equals(row.name()));
            if (isAccepted) {
                goals.add(new Goal(
                        "a request let in, " + row.threads() + (row.threads() == 1 ? " thread" : " threads")
                                + ": allocates nothing",
                        row.bytes(),
                        NOTHING,
                        "B/op",
                        true));
            }
            if ((isAccepted || isRejected) && row.threads() == 1) {
                goals.add(new Goal(
                        (isAccepted ? "a request let in" : "a request turned away (" + row.name() + ")")
                                + ", 1 thread: processor time",
                        row.cpu(),
                        NANOS,
                        "ns",
                        false));
            }
        }
        return List.copyOf(goals);
    }

    private static List<Row.Sample> of(Map<Rounds.Fork, List<Row.Sample>> samples, Place place) {
        List<Row.Sample> all = samples.get(place.fork());
        if (all == null) {
            throw new IllegalStateException("JMH gave no result for " + place);
        }
        return all;
    }
}

package dev.heal.benchmarks;

import dev.heal.benchmarks.overhead.Entrant;
import dev.heal.benchmarks.overhead.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Who is measured on which path at how many threads. */
final class Lineup {

    /** What is judged; more threads than that measure the scheduler on small machines. */
    static final List<Integer> JUDGED = List.of(1, 2);

    private static final List<Integer> BODY_MICROS = List.of(1, 10, 100, 1_000);
    private static final List<Integer> NO_WORK = List.of(0);

    /** What {@code --quick} measures, and at how many threads. */
    private static final Map<Path, Map<Entrant, List<Integer>>> QUICK = Map.of(
            Path.SUCCESS,
            Map.of(
                    Entrant.BARE, List.of(1),
                    Entrant.CLOCK_READS, List.of(1),
                    Entrant.RESILIENCE4J, JUDGED,
                    Entrant.HEAL_ATTACHED, JUDGED,
                    Entrant.HEAL_OWN_PART, List.of(1),
                    Entrant.HEAL_EXACT, JUDGED,
                    Entrant.HEAL_SAMPLED, JUDGED),
            Path.REJECTED,
            Map.of(Entrant.RESILIENCE4J, JUDGED, Entrant.HEAL_EXACT, JUDGED));

    private Lineup() {}

    /**
     * In the order of the tables. The reference against itself stands first, and each path has its reference.
     *
     * @throws Options.UsageException if what was to be included is not there
     */
    static List<Place> of(Options options) {
        boolean anybody = false;
        Set<Place> places = new LinkedHashSet<>();
        for (int threads : options.threads().isEmpty() ? threads(Path.SUCCESS, options.quick()) : options.threads()) {
            Place reference = new Place(Path.SUCCESS, 0, Entrant.REFERENCE, threads, false);
            places.add(reference);
            places.add(new Place(Path.SUCCESS, 0, Entrant.REFERENCE, threads, true));
        }
        for (Path path : Path.values()) {
            for (int micros : path == Path.WORK ? BODY_MICROS : NO_WORK) {
                for (Place place : places(path, micros, options)) {
                    anybody = true;
                    places.add(place.reference());
                    places.add(place);
                }
            }
        }
        if (!anybody) {
            throw new Options.UsageException("--include " + options.include() + " is found in no contestant"
                    + (options.quick() ? " of --quick, which has few" : "")
                    + "; write it as in \"success: heal, exact\"");
        }
        return List.copyOf(places);
    }

    private static List<Place> places(Path path, int micros, Options options) {
        Pattern include = options.include();
        List<Place> places = new ArrayList<>();
        for (int threads : options.threads().isEmpty() ? threads(path, options.quick()) : options.threads()) {
            for (Entrant entrant : Entrant.values()) {
                Place place = new Place(path, micros, entrant, threads, false);
                if (takesPart(place, options) && (include == null || place.matches(include))) {
                    places.add(place);
                }
            }
        }
        return places;
    }

    private static boolean takesPart(Place place, Options options) {
        if (!options.quick()) {
            return place.entrant().takes(place.path());
        }
        List<Integer> threads = QUICK.getOrDefault(place.path(), Map.of()).getOrDefault(place.entrant(), List.of());
        return options.threads().isEmpty() ? threads.contains(place.threads()) : !threads.isEmpty();
    }

    private static List<Integer> threads(Path path, boolean quick) {
        return path == Path.SUCCESS && !quick ? List.of(1, 2, 8) : JUDGED;
    }
}

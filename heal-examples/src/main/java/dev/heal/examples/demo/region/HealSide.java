package dev.heal.examples.demo.region;

import dev.heal.Heal;
import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent;
import dev.heal.incident.Notebook;
import dev.heal.region.RegionRouter;
import dev.heal.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What heal does and writes while it is watched: its router is the witness for moves, its incidents for the rest. */
final class HealSide {

    private final Heal heal;
    private final RegionRouter<?> router;
    private final Clock clock;
    private final List<Long> left = new CopyOnWriteArrayList<>();
    private final List<Long> returned = new CopyOnWriteArrayList<>();
    private double homeAdmitted = 1;

    HealSide(Heal heal, Clock clock) {
        this.heal = heal;
        this.clock = clock;
        this.router = heal.routers().values().iterator().next();
        router.onLeave(region -> left.add(clock.nanos()));
    }

    /** Looks whether home has all its traffic back; often, and by one thread. */
    void watch() {
        double admitted = router.admitted(Side.EAST.region());
        if (admitted == 1 && homeAdmitted < 1) {
            returned.add(clock.nanos());
        }
        homeAdmitted = admitted;
    }

    /** Whether traffic has left a region since this watches. */
    boolean hasMoved() {
        return !left.isEmpty();
    }

    boolean isHome() {
        return homeAdmitted == 1;
    }

    /**
     * @param kill when home was killed
     * @param bothDown when the first of both was
     */
    HealFigures figures(Moments moments, Instant kill, Instant bothDown) {
        List<Incident> incidents = heal.incidents().stream()
                .filter(incident -> !incident.opened().isBefore(kill))
                .sorted(Comparator.comparing(Incident::opened))
                .toList();
        return new HealFigures(
                detectedIn(incidents, kill),
                count(left, moments.kill(), moments.bothDown()),
                count(returned, moments.kill(), moments.bothDown()),
                count(left, moments.bothDown(), moments.end()),
                escalations(incidents, kill, bothDown),
                escalations(incidents, bothDown, Instant.MAX),
                incidents.stream().map(this::told).toList());
    }

    private static @Nullable Duration detectedIn(List<Incident> incidents, Instant kill) {
        return incidents.isEmpty()
                ? null
                : Duration.between(kill, incidents.get(0).opened());
    }

    private static int count(Collection<Long> moments, long from, long until) {
        return (int) moments.stream()
                .filter(moment -> moment >= from && moment < until)
                .count();
    }

    private static int escalations(List<Incident> incidents, Instant from, Instant until) {
        return (int) incidents.stream()
                .flatMap(incident -> incident.events().stream())
                .filter(event -> event.type() == IncidentEvent.Type.ESCALATED)
                .filter(event -> !event.at().isBefore(from) && event.at().isBefore(until))
                .count();
    }

    private String told(Incident incident) {
        return heal.story(incident.id()).map(Notebook::markdown).orElseGet(() -> Notebook.markdown(incident));
    }
}

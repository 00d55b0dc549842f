package dev.heal.examples.demo.region;

import dev.heal.examples.load.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the course came to for one shop.
 *
 * @param column which shop
 * @param afterKill the reads from the kill to the first blip
 * @param blipsAndReturn the reads from then until both were killed
 * @param blips each of them, from its own moment on
 * @param comingHome the reads between the blips away and those at home: home was started again and got its traffic back
 * @param bothDown the reads after that
 * @param movesThere how often the traffic went over to the standby before both were killed, as the customers saw it
 * @param movesBack how often it went home
 * @param movedIn from the kill to the first answer of the standby; null if it never gave one
 * @param returnedIn from the start of home to the last answer of the standby; null if the standby still served at the end
 * @param orders what became of the orders
 * @param heal what heal did; null where it takes no part
 * @param generatorLag the longest delay with which a read left the load generator
 */
record Figures(
        Column column,
        Reads afterKill,
        Reads blipsAndReturn,
        List<Blip> blips,
        Reads comingHome,
        Reads bothDown,
        int movesThere,
        int movesBack,
        @Nullable Duration movedIn,
        @Nullable Duration returnedIn,
        Orders orders,
        @Nullable HealFigures heal,
        Duration generatorLag) {

    /** Who answers so shortly before the end of the first act has the traffic. */
    private static final long AT_THE_END_NANOS = Duration.ofSeconds(1).toNanos();

    static Figures of(
            Column column,
            List<Sample> reads,
            Traffic traffic,
            Orders orders,
            @Nullable HealFigures heal,
            List<Cut> cuts,
            Moments moments,
            Course course) {
        Duration deadline = course.deadline();
        long blipEvery = course.blipEvery().toNanos();
        List<Side> moves = traffic.moves(moments.kill(), moments.bothDown());
        long lag = reads.stream()
                .filter(sample -> sample.scheduledNanos() >= moments.kill())
                .mapToLong(sample -> sample.sentNanos() - sample.scheduledNanos())
                .max()
                .orElse(0);
        return new Figures(
                column,
                Reads.of(reads, moments.kill(), moments.firstBlip(), deadline),
                Reads.of(reads, moments.firstBlip(), moments.bothDown(), deadline),
                cuts.stream()
                        .map(cut -> new Blip(cut, Reads.of(reads, cut.moment(), cut.moment() + blipEvery, deadline)))
                        .toList(),
                Reads.of(reads, lastAway(cuts, moments) + blipEvery, firstAtHome(cuts, moments), deadline),
                Reads.of(reads, moments.bothDown(), moments.end(), deadline),
                (int) moves.stream().filter(side -> side == Side.WEST).count(),
                (int) moves.stream().filter(side -> side == Side.EAST).count(),
                traffic.first(Side.WEST, moments.kill(), moments.bothDown())
                        .map(moment -> Duration.ofNanos(moment - moments.kill()))
                        .orElse(null),
                returnedIn(traffic, moments).orElse(null),
                orders,
                heal,
                Duration.ofNanos(lag));
    }

    private static long lastAway(List<Cut> cuts, Moments moments) {
        return cuts.stream()
                .filter(cut -> cut.side() == Side.WEST)
                .mapToLong(Cut::moment)
                .max()
                .orElse(moments.firstBlip());
    }

    private static long firstAtHome(List<Cut> cuts, Moments moments) {
        return cuts.stream()
                .filter(cut -> cut.side() == Side.EAST)
                .mapToLong(Cut::moment)
                .min()
                .orElse(moments.bothDown());
    }

    /** All traffic is at home for good once the standby has given its last answer, and home gives some. */
    private static Optional<Duration> returnedIn(Traffic traffic, Moments moments) {
        long end = moments.bothDown();
        boolean isHome = traffic.share(Side.EAST, end - AT_THE_END_NANOS, end).orElse(0.0) == 1;
        if (!isHome) {
            return Optional.empty();
        }
        long fallback = traffic.first(Side.EAST, moments.restarted(), end).orElse(end);
        long moment = traffic.last(Side.WEST, moments.restarted(), end).orElse(fallback);
        return Optional.of(Duration.ofNanos(moment - moments.restarted()));
    }

    /** All reads lost after the kill, before both were killed. */
    int lost() {
        return afterKill.lost() + blipsAndReturn.lost();
    }
}

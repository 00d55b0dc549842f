package dev.heal.test.simulation;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.gate.BrokenGates;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.test.simulation.Outage.Told;
import dev.heal.test.simulation.Seen.Shift;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Outages of regions in virtual time, with the numbers that they have to reach; what they came to is in target/outages.txt. */
@ExtendWith(Quiet.class)
class RegionOutagesTest {

    private static final List<String> REPORT = new ArrayList<>();
    private static final long SEED = 20211222;

    @AfterAll
    static void report() throws IOException {
        String text = String.join("\n", REPORT) + "\n";
        System.out.println(text);
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target", "outages.txt"), text);
    }

    private static void report(String outage, Told told) {
        List<Seen.Shifted> moves = told.shifts(Shift.MOVE);
        REPORT.add(String.format(
                Locale.ROOT,
                "%s: detected after %.1f s, shifted after %s, healed after %s, %d moves, %d flaps, %d told to a human,"
                        + " calls lost %d of %d with heal, %d of %d without",
                outage,
                told.after(Type.DETECTED).toMillis() / 1000.0,
                moves.isEmpty() ? "-" : seconds(told.after(moves.get(0).at())),
                told.told(Type.VERIFIED).isEmpty() ? "-" : seconds(told.after(Type.VERIFIED)),
                moves.size(),
                told.flaps(),
                told.told(Type.ESCALATED).size(),
                told.with().lost(),
                told.with().calls(),
                told.without().lost(),
                told.without().calls()));
    }

    private static String seconds(Duration span) {
        return String.format(Locale.ROOT, "%.1f s", span.toMillis() / 1000.0);
    }

    // -- S5: one zone loses its power, comes back after 64 minutes, and flaps

    private static Outage powerLoss() {
        double enough = 0.65 * Outage.LOAD;
        return Outage.of(ofMinutes(220))
                .region("az4", 1, enough)
                .region("az1", 1, enough)
                .region("az2", 1, enough)
                .dies("az4", ofMinutes(2), ofMinutes(64))
                .dies("az4", ofMinutes(68), ofSeconds(70))
                .dies("az4", ofMinutes(72), ofSeconds(40))
                .dies("az4", ofMinutes(105), ofSeconds(90));
    }

    @Test
    void aZoneThatLosesItsPowerIsLeftWithin90SecondsAndComesBackByStepsWithAtMostOneFlap() {
        Told told = powerLoss().tell(SEED);
        report("S5, one zone dies for 64 min and flaps", told);

        List<Seen.Shifted> moves = told.shifts(Shift.MOVE);
        assertThat(moves).as("moves").hasSize(1);
        assertThat(told.after(moves.get(0).at())).isBetween(ofSeconds(45), ofSeconds(90));
        assertThat(told.flaps()).as("flaps").isLessThanOrEqualTo(1);
        assertThat(told.shifts(Shift.ADMIT))
                .as("the first step back after a whole dwell")
                .first()
                .satisfies(first -> assertThat(told.after(first.at())).isGreaterThan(ofMinutes(64 + 10)));
        assertThat(told.shifts(Shift.BACK)).as("all of it back").hasSize(1);
        assertThat(told.with().lost()).isLessThan(told.without().lost() / 10);
    }

    @Test
    void aZoneIsNotLeftForZonesThatCannotHoldItsTraffic() {
        double tooLittle = 0.55 * Outage.LOAD;
        Told told = Outage.of(ofMinutes(12))
                .region("az4", 1, tooLittle)
                .region("az1", 1, tooLittle)
                .region("az2", 1, tooLittle)
                .dies("az4", ofMinutes(2), ofMinutes(6))
                .tell(SEED);
        report("S5, the others hold less than 1.2 x the load", told);

        assertThat(told.shifts(Shift.MOVE)).isEmpty();
    }

    @Test
    void noZoneIsLeftWhileTwoAreBad() {
        Told told = Outage.of(ofMinutes(20))
                .region("az4", 1)
                .region("az1", 1)
                .region("az2", 1)
                .dies("az4", ofMinutes(2), ofMinutes(10))
                .dies("az1", ofMinutes(2).plusSeconds(10), ofMinutes(10))
                .tell(SEED);
        report("S5, two zones bad", told);

        assertThat(movedWithin(told, ofMinutes(10))).isEmpty();
        assertThat(toldWithin(told, ofMinutes(10))).as("told to a human").hasSize(1);
    }

    /** To a human, before so much time has passed. */
    private static List<Seen.Told> toldWithin(Told told, Duration span) {
        return told.told(Type.ESCALATED).stream()
                .filter(each -> told.after(each.at()).compareTo(span) < 0)
                .toList();
    }

    private static List<Seen.Shifted> movedWithin(Told told, Duration span) {
        return told.shifts(Shift.MOVE).stream()
                .filter(move -> told.after(move.at()).compareTo(span) < 0)
                .toList();
    }

    @Test
    void aBlipOf43SecondsMovesNothing() {
        Told told = Outage.of(ofMinutes(15))
                .region("east", 1)
                .region("west", 0)
                .dies("east", ofMinutes(2), ofSeconds(43))
                .tell(SEED);
        report("a blip of 43 s", told);

        assertThat(told.shifts(Shift.MOVE)).isEmpty();
    }

    // -- S6: the other region dies five seconds later

    @Test
    void whenBothRegionsAreDownNothingIsMovedAndOneHumanIsToldOnce() {
        Told told = Outage.of(ofMinutes(30))
                .region("east", 1)
                .region("west", 0)
                .dies("east", ofMinutes(2), ofMinutes(15))
                .dies("west", ofMinutes(2).plusSeconds(5), ofMinutes(12))
                .tell(SEED);
        report("S6, both down", told);

        assertThat(movedWithin(told, ofMinutes(12)))
                .as("failovers while both are down")
                .isEmpty();
        assertThat(toldWithin(told, ofMinutes(12))).as("told to a human").hasSize(1);
    }

    // -- S7: every instance sees the core unreachable at once

    private static final int INSTANCES = 5;

    private static Outage backboneGone() {
        return Outage.of(ofMinutes(20))
                .region("dc1", 1)
                .region("dc2", 1)
                .region("dc3", 1)
                .dies("dc1", ofMinutes(2), ofMinutes(12))
                .dies("dc2", ofMinutes(2), ofMinutes(12))
                .dies("dc3", ofMinutes(2).plusMillis(300), ofMinutes(12))
                .withdraws();
    }

    /** Whether it has taken itself out of service before the core was back. */
    private static boolean hasWithdrawn(Told told) {
        return told.with()
                .trace()
                .each(Seen.Acts.class)
                .anyMatch(acts ->
                        acts.step().equals("move") && told.after(acts.at()).compareTo(ofMinutes(12)) < 0);
    }

    @Test
    void whenEveryInstanceSeesTheCoreGoneNoneTakesItselfOutOfServiceAndEachHasItsOwnRecord() {
        long serving = INSTANCES;
        for (int instance = 0; instance < INSTANCES; instance++) {
            Told told = backboneGone().tell(SEED + instance);
            if (instance == 0) {
                report("S7, one of 5 instances", told);
            }
            serving -= hasWithdrawn(told) ? 1 : 0;
            assertThat(movedWithin(told, ofMinutes(12))).isEmpty();
            assertThat(toldWithin(told, ofMinutes(12))).as("told to a human").hasSize(1);
            List<Seen.Told> all = told.with().trace().each(Seen.Told.class).toList();
            assertThat(told.journal())
                    .as("what was told and is in the journal of the instance")
                    .filteredOn(entry -> entry.type().equals("event"))
                    .hasSize(all.size());
        }
        REPORT.add("S7: " + serving + " of " + INSTANCES + " instances serve until the core is back");
        assertThat(serving).isEqualTo(INSTANCES);
    }

    /** What happened in 2021: it is the brake that keeps them in service. */
    @Test
    void withoutTheBrakeEveryInstanceWouldTakeItselfOutOfService() {
        Told told = backboneGone()
                .parts(Parts.REAL.gates(BrokenGates.without("common-mode")))
                .tell(SEED);

        assertThat(hasWithdrawn(told)).isTrue();
    }
}

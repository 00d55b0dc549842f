package dev.heal.examples.demo.region;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Figures made by hand. */
final class Fixtures {

    static final HealFigures KEPT = new HealFigures(Duration.ofMillis(1_500), 1, 1, 0, 0, 1, List.of("# Incident"));

    private Fixtures() {}

    static Figures without() {
        return figures(Column.WITHOUT, 13, new Orders(40, 0, 74, 0, ""), null);
    }

    static Figures wellConfigured() {
        return figures(Column.WELL_CONFIGURED, 1, new Orders(4, 79, 31, 0, "read-only"), null);
    }

    static Figures with(@Nullable HealFigures heal) {
        return with(5, heal);
    }

    static Figures with(int lostSeconds, @Nullable HealFigures heal) {
        return figures(Column.WITH, lostSeconds, new Orders(23, 56, 35, 0, "only stands by"), heal);
    }

    /** With heal, and these blips; the rest as it should be. */
    static Figures blips(List<Blip> blips) {
        return blips(blips, new Reads(600, 0, 0, 0));
    }

    static Figures blips(List<Blip> blips, Reads comingHome) {
        return figures(Column.WITH, 5, blips, comingHome, new Orders(23, 56, 35, 0, "only stands by"), KEPT);
    }

    /** Three away and two at home, each of which broke four connections and cost reads in two seconds. */
    static List<Blip> five() {
        return new ArrayList<>(List.of(
                blip(Side.WEST, 2), blip(Side.WEST, 2), blip(Side.WEST, 2), blip(Side.EAST, 2), blip(Side.EAST, 2)));
    }

    static Blip blip(Side side, int lostSeconds) {
        return new Blip(new Cut(side, 0, 4, true), new Reads(175, 30 * lostSeconds, lostSeconds, 0));
    }

    static Figures figures(Column column, int lostSeconds, Orders orders, @Nullable HealFigures heal) {
        return figures(column, lostSeconds, five(), new Reads(600, 0, 0, 0), orders, heal);
    }

    private static Figures figures(
            Column column,
            int lostSeconds,
            List<Blip> blips,
            Reads comingHome,
            Orders orders,
            @Nullable HealFigures heal) {
        return new Figures(
                column,
                new Reads(650, 50 * lostSeconds, lostSeconds, 0),
                new Reads(1500, 110, 6, 20),
                blips,
                comingHome,
                new Reads(600, 600, 12, 590),
                column == Column.WITHOUT ? 0 : 1,
                column == Column.WITHOUT ? 0 : 1,
                column == Column.WITHOUT ? null : Duration.ofMillis(4_600),
                Duration.ofMillis(10_500),
                orders,
                heal,
                Duration.ofMillis(3));
    }
}

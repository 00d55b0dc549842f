package dev.heal.examples.demo.region;

import java.time.Duration;
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

    /** With heal, and these reads over blips and return. */
    static Figures blips(Reads reads) {
        return figures(Column.WITH, 5, reads, new Orders(23, 56, 35, 0, "only stands by"), KEPT);
    }

    static Figures figures(Column column, int lostSeconds, Orders orders, @Nullable HealFigures heal) {
        return figures(column, lostSeconds, new Reads(1500, 110, 6, 20), orders, heal);
    }

    private static Figures figures(
            Column column, int lostSeconds, Reads blipsAndReturn, Orders orders, @Nullable HealFigures heal) {
        return new Figures(
                column,
                new Reads(650, 50 * lostSeconds, lostSeconds, 0),
                blipsAndReturn,
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

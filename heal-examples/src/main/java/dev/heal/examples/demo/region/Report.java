package dev.heal.examples.demo.region;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table at the end: the shops side by side. */
final class Report {

    private Report() {}

    static String table(List<Figures> columns, Cast cast, Course course) {
        StringBuilder table = new StringBuilder();
        String header = row("", "(a)", "(b)", "(c)");
        table.append(header).append('\n');
        table.append("  ").append("-".repeat(header.length() - 2)).append('\n');
        row(table, columns, "home killed: reads lost", figures -> lost(figures.afterKill()));
        row(
                table,
                columns,
                "  in so many seconds",
                figures -> Integer.toString(figures.afterKill().lostSeconds()));
        row(table, columns, "  heal saw it after", figures -> heal(figures, heal -> seconds(heal.detectedIn())));
        row(table, columns, "  the standby served after", figures -> seconds(figures.movedIn()));
        row(table, columns, "blips and return: reads lost", figures -> lost(figures.blipsAndReturn()));
        row(table, columns, "  seconds with loss, each blip", Report::secondsOfBlips);
        row(table, columns, "  lost on the way home", figures -> lost(figures.comingHome()));
        row(table, columns, "  all at home again after", figures -> seconds(figures.returnedIn()));
        row(table, columns, "moves there and back", figures -> figures.movesThere() + " and " + figures.movesBack());
        row(
                table,
                columns,
                "orders taken",
                figures -> Integer.toString(figures.orders().taken()));
        row(
                table,
                columns,
                "  refused with a reason",
                figures -> Integer.toString(figures.orders().refused()));
        row(
                table,
                columns,
                "  lost",
                figures -> Integer.toString(figures.orders().lost()));
        row(
                table,
                columns,
                "  taken by the standby",
                figures -> Integer.toString(figures.orders().takenByStandby()));
        row(table, columns, "both down: reads lost", figures -> lost(figures.bothDown()));
        row(
                table,
                columns,
                "  told so within 2 s",
                figures -> Integer.toString(figures.bothDown().told()));
        row(table, columns, "  moves", figures -> heal(figures, heal -> Integer.toString(heal.movesBothDown())));
        row(
                table,
                columns,
                "  a human was told",
                figures -> heal(
                        figures,
                        heal -> heal.escalationsBothDown() == 1 ? "once" : heal.escalationsBothDown() + " times"));
        table.append('\n');
        columns.forEach(figures ->
                table.append("  ").append(cast.title(figures.column())).append('\n'));
        return table.append('\n').append(footnote(course)).toString();
    }

    private static void row(StringBuilder table, List<Figures> columns, String name, Function<Figures, String> cell) {
        String[] cells = columns.stream().map(cell).toArray(String[]::new);
        table.append(row(name, cells)).append('\n');
    }

    private static String row(String name, String... cells) {
        StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "  %-32s", name));
        for (String cell : cells) {
            row.append(String.format(Locale.ROOT, " %16s", cell));
        }
        return row.toString();
    }

    private static String footnote(Course course) {
        return """
              lost                 no right answer within %s s of the moment at which the read was due
              in so many seconds   of the %s s from the kill to the first blip
              blips                %s on the standby while it served, %s on home afterwards; each %s s long
              each blip            from its beginning to the next
              all at home again    the last answer of the standby, counted from the return of home
              moves                there or back: nearly all answers of half a second came from the other server
            """.formatted(
                course.deadline().toSeconds(),
                course.afterKill().toSeconds(),
                course.blipsAway(),
                course.blipsAtHome(),
                course.blip().toMillis() / 1e3).stripTrailing();
    }

    private static String secondsOfBlips(Figures figures) {
        return figures.blips().stream()
                .map(blip -> Integer.toString(blip.reads().lostSeconds()))
                .collect(Collectors.joining(" "));
    }

    private static String lost(Reads reads) {
        return reads.lost() + " of " + reads.requests();
    }

    private static String heal(Figures figures, Function<HealFigures, String> cell) {
        HealFigures heal = figures.heal();
        return heal == null ? "" : cell.apply(heal);
    }

    private static String seconds(@Nullable Duration duration) {
        return duration == null ? "never" : String.format(Locale.ROOT, "%.1f s", duration.toNanos() / 1e9);
    }
}

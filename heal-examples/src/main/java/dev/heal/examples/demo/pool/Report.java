package dev.heal.examples.demo.pool;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The table at the end: the plays side by side. */
final class Report {

    private Report() {}

    static String table(List<Played> plays, Script script) {
        StringBuilder table = new StringBuilder();
        String header = row("", "requests", "lost", "detected in", "healed in", "longest gap");
        table.append(header).append('\n');
        table.append("  ").append("-".repeat(header.length() - 2)).append('\n');
        for (Played played : plays) {
            Measured measured = played.measured();
            table.append(row(
                            played.play().title(),
                            Integer.toString(measured.requests()),
                            Integer.toString(measured.lost()),
                            seconds(played.timeToDetect()),
                            seconds(measured.timeToHeal()),
                            seconds(measured.longestGap())))
                    .append('\n');
        }
        return table.append('\n').append(footnote(script)).toString();
    }

    private static String footnote(Script script) {
        return """
              requests     due from %s s before the fault to %s s after it, sent on time whatever the shop does
              lost         no right answer within %s s of the moment at which the request was due
              detected in  (c): heal opened an incident; (a), (b): the circuit breaker opened
              healed in    until the first page after which nothing was lost for %s s was answered
              never        not while it was watched, which is %s s
            """.formatted(
                script.steady().toSeconds(),
                script.afterFault().toSeconds(),
                script.deadline().toSeconds(),
                script.hold().toSeconds(),
                script.afterFault().toSeconds()).stripTrailing();
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, "  %-33s %9s %7s %12s %10s %13s", cells);
    }

    private static String seconds(@Nullable Duration duration) {
        return duration == null ? "never" : String.format(Locale.ROOT, "%.1f s", duration.toNanos() / 1e9);
    }
}

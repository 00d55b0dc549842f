package dev.heal.examples.demo.region;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code target/demo.json}: the figures for machines. */
final class RegionJson {

    private RegionJson() {}

    static String of(Cast cast, List<Figures> columns) {
        Map<String, String> file = new LinkedHashMap<>();
        file.put("scenario", "\"" + cast.scenario() + "\"");
        columns.forEach(figures -> file.put(figures.column().jsonName(), object(column(figures), "\n    ")));
        return object(file, "\n  ") + "\n";
    }

    private static Map<String, String> column(Figures figures) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("afterKill", reads(figures.afterKill()));
        fields.put("blipsAndReturn", reads(figures.blipsAndReturn()));
        fields.put("blips", figures.blips().stream().map(RegionJson::blip).collect(Collectors.joining(", ", "[", "]")));
        fields.put("comingHome", reads(figures.comingHome()));
        fields.put("bothDown", reads(figures.bothDown()));
        fields.put("movesThere", Integer.toString(figures.movesThere()));
        fields.put("movesBack", Integer.toString(figures.movesBack()));
        fields.put("timeToMoveMillis", millis(figures.movedIn()));
        fields.put("timeToReturnMillis", millis(figures.returnedIn()));
        Orders orders = figures.orders();
        fields.put("ordersTaken", Integer.toString(orders.taken()));
        fields.put("ordersRefused", Integer.toString(orders.refused()));
        fields.put("ordersLost", Integer.toString(orders.lost()));
        fields.put("ordersTakenByStandby", Integer.toString(orders.takenByStandby()));
        HealFigures heal = figures.heal();
        if (heal != null) {
            fields.put("timeToDetectMillis", millis(heal.detectedIn()));
            fields.put("healMovesThere", Integer.toString(heal.movesThere()));
            fields.put("healMovesBack", Integer.toString(heal.movesBack()));
            fields.put("healMovesBothDown", Integer.toString(heal.movesBothDown()));
            fields.put("escalations", Integer.toString(heal.escalations()));
            fields.put("escalationsBothDown", Integer.toString(heal.escalationsBothDown()));
        }
        return fields;
    }

    private static String blip(Blip blip) {
        return "{\"region\": \"" + blip.cut().side().region() + "\", \"connectionsBroken\": "
                + blip.cut().links() + ", \"newRefused\": " + blip.cut().refused() + ", \"lost\": "
                + blip.reads().lost() + ", \"lostSeconds\": " + blip.reads().lostSeconds() + "}";
    }

    private static String reads(Reads reads) {
        return "{\"requests\": " + reads.requests() + ", \"lost\": " + reads.lost() + ", \"lostSeconds\": "
                + reads.lostSeconds() + ", \"toldWithin2s\": " + reads.told() + "}";
    }

    private static String object(Map<String, String> fields, String newLine) {
        return fields.entrySet().stream()
                .map(field -> "\"" + field.getKey() + "\": " + field.getValue())
                .collect(Collectors.joining(
                        "," + newLine, "{" + newLine, newLine.substring(0, newLine.length() - 2) + "}"));
    }

    private static String millis(@Nullable Duration duration) {
        return duration == null ? "null" : Long.toString(duration.toMillis());
    }
}

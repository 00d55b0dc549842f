package dev.heal.spring.actuate;

import dev.heal.Heal;
import dev.heal.journal.Recording;
import dev.heal.policy.Orders;
import dev.heal.spring.binding.HealSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What keeps heal within bounds over all targets, as plain data. */
record SafetyJson(Heal heal, HealSettings settings) {

    /** Whether what is done is written down: on a disk, in memory by choice, or nowhere and why. */
    Map<String, Object> journal() {
        Recording recording = heal.recording();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("place", Plain.word(recording.place()));
        if (recording.place() != Recording.Place.MEMORY) {
            Path directory = settings.safety().journal().directory();
            json.put("directory", Plain.text(directory.toAbsolutePath().toString()));
        }
        if (recording.place() == Recording.Place.NOWHERE) {
            json.put("reason", Plain.text(recording.reason()));
        }
        return json;
    }

    /** The file and the stop that it means, null while it is not there; null where no file stops heal. */
    @Nullable
    Map<String, Object> stopFile(Orders.@Nullable Stop stop) {
        Path file = settings.safety().stopFile();
        if (file == null && stop == null) {
            return null;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", file == null ? null : Plain.text(file.toString()));
        json.put("stop", TargetJson.stop(stop));
        return json;
    }
}

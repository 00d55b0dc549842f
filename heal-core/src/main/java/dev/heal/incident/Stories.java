package dev.heal.incident;

import dev.heal.journal.Recorded;
import dev.heal.journal.Recovered;
import dev.heal.text.SafeText;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was around the latest incidents, in memory. Safe for use by all threads. */
public final class Stories {

    /** About 3 MB: a hundred incidents of some minutes each. */
    private static final int MOST_SAMPLES = 10_000;

    private static final int MOST_INCIDENTS = 1_000;
    private static final int MOST_GAPS = 10;

    private static final class Around {
        private List<Change> changes = List.of();
        private List<Sample> samples = new ArrayList<>();
        private boolean forgotten;
    }

    private final Map<String, Around> byIncident = new LinkedHashMap<>();
    private final List<String> gaps;
    private final int most;
    private int samples;

    /** Begins with what the journal held. */
    public Stories(Recovered recovered) {
        this(recovered, MOST_SAMPLES);
    }

    private Stories(Recovered recovered, int most) {
        this.most = most;
        this.gaps = recovered.gaps().stream()
                .limit(MOST_GAPS)
                .map(gap -> "the journal has a gap: " + SafeText.of(gap))
                .toList();
        for (Recorded recorded : recovered.entries()) {
            StoryRecords.read(recorded, this);
        }
    }

    /** All incidents that a journal tells of, oldest first, each with all that is known of it. */
    public static List<Story> read(Recovered recovered) {
        Stories all = new Stories(recovered, Integer.MAX_VALUE);
        return IncidentRecords.read(recovered.entries()).stream().map(all::of).toList();
    }

    public synchronized void changed(String incident, List<Change> before) {
        around(incident).changes = List.copyOf(before);
    }

    /** Takes further samples; those of the oldest incidents make room for them. */
    public synchronized void sampled(String incident, List<Sample> more) {
        Around around = around(incident);
        if (around.forgotten) {
            return;
        }
        around.samples.addAll(more);
        samples += more.size();
        for (Around oldest : byIncident.values()) {
            if (samples <= most || oldest == around) {
                return;
            }
            oldest.forgotten |= !oldest.samples.isEmpty();
            samples -= oldest.samples.size();
            oldest.samples = new ArrayList<>();
        }
    }

    public synchronized Story of(Incident incident) {
        Around around = byIncident.getOrDefault(incident.id(), new Around());
        List<String> missing = new ArrayList<>(gaps);
        if (around.forgotten) {
            missing.add("its samples are no longer kept in memory, and have to be read from the journal");
        }
        return new Story(incident, around.changes, around.samples, missing);
    }

    private Around around(String incident) {
        Around around = byIncident.computeIfAbsent(incident, id -> new Around());
        if (byIncident.size() > MOST_INCIDENTS && most != Integer.MAX_VALUE) {
            Iterator<Around> oldest = byIncident.values().iterator();
            samples -= oldest.next().samples.size();
            oldest.remove();
        }
        return around;
    }
}

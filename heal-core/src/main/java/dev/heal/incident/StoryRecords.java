package dev.heal.incident;

import dev.heal.journal.Entry;
import dev.heal.journal.Recorded;
import dev.heal.text.SafeText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is around incidents as it stands in the journal: changes as they happen, those before an incident, and samples. */
public final class StoryRecords {

    /** The type of the record of a change. */
    public static final String CHANGE = "change";

    /** The type of the record of the changes before an incident. */
    public static final String BEFORE = "changes-before";

    /** The type of the record of some samples. */
    public static final String SAMPLES = "samples";

    /** So many fit into a record, whatever their names are. */
    private static final int SAMPLES_A_RECORD = 5;

    private static final Logger LOG = LoggerFactory.getLogger("dev.heal");

    private StoryRecords() {}

    static Entry changed(Change change) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("what", change.what());
        fields.put("text", change.text());
        fields.put("when", change.at().toString());
        return Entry.of(CHANGE, fields);
    }

    public static Entry before(Incident incident, List<Change> changes) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("incident", incident.id());
        fields.put("target", incident.target());
        fields.put("changes", changes.stream().map(StoryRecords::fields).toList());
        return Entry.of(BEFORE, fields);
    }

    /** As many records as it takes. */
    public static List<Entry> samples(Incident incident, List<Sample> samples) {
        List<Entry> entries = new ArrayList<>();
        for (int from = 0; from < samples.size(); from += SAMPLES_A_RECORD) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("incident", incident.id());
            fields.put("target", incident.target());
            fields.put(
                    "samples",
                    samples.subList(from, Math.min(samples.size(), from + SAMPLES_A_RECORD)).stream()
                            .map(StoryRecords::fields)
                            .toList());
            entries.add(Entry.of(SAMPLES, fields));
        }
        return entries;
    }

    static Map<String, Object> fields(Change change) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("what", change.what());
        fields.put("text", change.text());
        fields.put("when", change.at().toString());
        fields.put("ago-ms", change.ago().toMillis());
        return fields;
    }

    static Map<String, Object> fields(Sample sample) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("when", sample.at().toString());
        fields.put("after-ms", sample.after().toMillis());
        fields.put("over-ms", sample.over().toMillis());
        fields.put("succeeded", sample.successes());
        fields.put("failed", sample.failures());
        fields.put("ignored", sample.ignored());
        fields.put("rejected", sample.rejected());
        if (sample.p99() != null) {
            fields.put("p99-us", sample.p99().toNanos() / 1_000);
        }
        fields.put("in-flight", sample.inFlight());
        if (sample.oldest() != null) {
            fields.put("oldest-ms", sample.oldest().toMillis());
        }
        fields.put("breaker", sample.breaker());
        fields.put("unhealthy", sample.unhealthy());
        fields.put("unknown", sample.unknown());
        fields.put("gauges", sample.gauges());
        return fields;
    }

    // -- read

    /** Hands what the record tells of an incident to the stories; another record, or a damaged one, is passed over. */
    static void read(Recorded recorded, Stories stories) {
        Fields fields = new Fields(recorded.entry().fields());
        try {
            switch (recorded.entry().type()) {
                case BEFORE ->
                    stories.changed(
                            fields.text("incident"),
                            fields.several("changes").stream()
                                    .map(each -> change(each, Duration.ofMillis(each.number("ago-ms"))))
                                    .toList());
                case SAMPLES ->
                    stories.sampled(
                            fields.text("incident"),
                            fields.several("samples").stream()
                                    .map(StoryRecords::sample)
                                    .toList());
                default -> {}
            }
        } catch (RuntimeException strange) {
            strange(recorded, strange);
        }
    }

    /** Null if the record is none of a change, or damaged. */
    static @Nullable Change change(Recorded recorded) {
        if (!recorded.entry().type().equals(CHANGE)) {
            return null;
        }
        try {
            return change(new Fields(recorded.entry().fields()), Duration.ZERO);
        } catch (RuntimeException strange) {
            strange(recorded, strange);
            return null;
        }
    }

    static void strange(Recorded recorded, RuntimeException why) {
        LOG.warn("record {} of the journal makes no sense: {}", recorded.number(), SafeText.of(why));
    }

    private static Change change(Fields fields, Duration ago) {
        return new Change(Instant.parse(fields.text("when")), ago, fields.text("what"), fields.text("text"));
    }

    private static Sample sample(Fields fields) {
        return new Sample(
                Instant.parse(fields.text("when")),
                Duration.ofMillis(fields.number("after-ms")),
                Duration.ofMillis(fields.number("over-ms")),
                fields.number("succeeded"),
                fields.number("failed"),
                fields.number("ignored"),
                fields.number("rejected"),
                fields.has("p99-us") ? Duration.ofNanos(fields.number("p99-us") * 1_000) : null,
                fields.number("in-flight"),
                fields.has("oldest-ms") ? Duration.ofMillis(fields.number("oldest-ms")) : null,
                fields.text("breaker"),
                fields.texts("unhealthy"),
                fields.texts("unknown"),
                fields.numbersByName("gauges"));
    }
}

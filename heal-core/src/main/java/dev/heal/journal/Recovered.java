package dev.heal.journal;

import java.util.List;

/**
 * What a journal held when it was opened.
 *
 * @param entries oldest first
 * @param gaps what is missing or could not be read, in words, such as {@code segment-000000000000001.jsonl: record 17 is
 *     damaged}; empty if all was well
 */
public record Recovered(List<Recorded> entries, List<String> gaps) {

    public static final Recovered NOTHING = new Recovered(List.of(), List.of());

    public Recovered {
        entries = List.copyOf(entries);
        gaps = List.copyOf(gaps);
    }
}

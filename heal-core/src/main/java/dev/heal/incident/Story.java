package dev.heal.incident;

import java.util.List;

/**
 * An incident and what was around it: all that a notebook tells.
 *
 * @param changes those before it, newest first
 * @param samples of the signals before, during and shortly after it, oldest first
 * @param missing what is not in it and should be, one sentence each
 */
public record Story(Incident incident, List<Change> changes, List<Sample> samples, List<String> missing) {

    public Story {
        changes = List.copyOf(changes);
        samples = List.copyOf(samples);
        missing = List.copyOf(missing);
    }

    /** An incident of which nothing else is known. */
    public static Story of(Incident incident) {
        return new Story(incident, List.of(), List.of(), List.of());
    }
}

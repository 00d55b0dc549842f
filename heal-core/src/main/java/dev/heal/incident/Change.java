package dev.heal.incident;

import dev.heal.text.SafeText;
import java.time.Duration;
import java.time.Instant;

/**
 * Something that somebody has changed: many an outage begins with one. Its texts are made safe when it is made.
 *
 * @param at the wall clock, for display
 * @param ago how long before the incident, as measured; time in which no process was running is not in it
 * @param what in a word or two, such as {@code deploy}
 * @param text one sentence, such as {@code shop 1.2.3}
 */
public record Change(Instant at, Duration ago, String what, String text) {

    public Change {
        ago = Duration.ofMillis(ago.toMillis());
        what = SafeText.of(what);
        text = SafeText.of(text);
    }
}

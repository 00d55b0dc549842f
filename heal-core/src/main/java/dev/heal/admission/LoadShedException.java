package dev.heal.admission;

import java.time.Duration;
import java.util.Locale;

/**
 * The request was turned away, so that others can be served. Carries no stack trace: it is thrown by the ten thousand just
 * when processor time is short.
 */
public final class LoadShedException extends RuntimeException {

    private final String shedder;
    private final Priority priority;
    private final Duration retryAfter;
    private final CutOff cutOff;

    public LoadShedException(String shedder, Priority priority, Duration retryAfter, CutOff cutOff) {
        super(null, null, false, false);
        this.shedder = shedder;
        this.priority = priority;
        this.retryAfter = retryAfter;
        this.cutOff = cutOff;
    }

    /** The shedder's name. */
    public String shedder() {
        return shedder;
    }

    /** The class of the request. */
    public Priority priority() {
        return priority;
    }

    /** How long to leave the server alone; differs from request to request, so that they do not all come back at once. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** What the server admits at this moment. */
    public CutOff cutOff() {
        return cutOff;
    }

    /** Put together when it is asked for. */
    @Override
    public String getMessage() {
        return "load shedder " + shedder + " turned a request of class " + priority + " away (cut-off: " + cutOff.text()
                + "); try again in " + String.format(Locale.ROOT, "%.1f s", retryAfter.toMillis() / 1000.0);
    }
}

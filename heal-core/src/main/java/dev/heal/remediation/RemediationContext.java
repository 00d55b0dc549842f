package dev.heal.remediation;

import dev.heal.text.SafeText;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What a remediation gets to know, and where it tells what it did. Belongs to one attempt. */
public final class RemediationContext {

    private static final int MOST_NOTES = 50;

    private final String target;
    private final String incident;
    private final long deadlineNanos;
    private final LongSupplier nanos;
    private final Consumer<String> notes;
    private final @Nullable Set<String> healthy;
    private final AtomicInteger noted = new AtomicInteger();

    public RemediationContext(
            String target, String incident, long deadlineNanos, LongSupplier nanos, Consumer<String> notes) {
        this(target, incident, deadlineNanos, nanos, notes, null);
    }

    /** @param healthy the targets that are known healthy; null if that is not known */
    public RemediationContext(
            String target,
            String incident,
            long deadlineNanos,
            LongSupplier nanos,
            Consumer<String> notes,
            @Nullable Set<String> healthy) {
        this.healthy = healthy;
        this.target = target;
        this.incident = incident;
        this.deadlineNanos = deadlineNanos;
        this.nanos = nanos;
        this.notes = notes;
    }

    public String target() {
        return target;
    }

    /** The incident's id. */
    public String incident() {
        return incident;
    }

    /** How much time is left; zero or less when it is over, and then the thread is interrupted. */
    public Duration remaining() {
        return Duration.ofNanos(deadlineNanos - nanos.getAsLong());
    }

    /**
     * Whether the target may be taken for healthy: it was known to be when this was decided, or nothing was known of any, as
     * right after a restart.
     */
    public boolean mayBeHealthy(String other) {
        return healthy == null || healthy.contains(other);
    }

    /** Writes one sentence into the incident's notebook, made safe before it is kept; at most 50 an attempt. */
    public void note(String text) {
        int number = noted.incrementAndGet();
        if (number < MOST_NOTES) {
            notes.accept(SafeText.of(text));
        } else if (number == MOST_NOTES) {
            notes.accept("further notes of this attempt are not kept");
        }
    }
}

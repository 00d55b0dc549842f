package dev.heal.loop;

import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent;
import dev.heal.journal.Entry;
import dev.heal.policy.Orders;
import dev.heal.policy.Step;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the rules want done; somebody else does it, and a {@link Fact} comes back. */
sealed interface Effect {

    /** Tell the observers. */
    record Tell(Incident incident, IncidentEvent event) implements Effect {}

    /** Write an event into an incident that may be closed by now. */
    record Append(
            String incident,
            IncidentEvent.Type type,
            @Nullable String subject,
            String text) implements Effect {}

    /** Write it down, and say when it is durable: a {@link Fact.Written} of that attempt. */
    record Intend(long attempt, Entry entry) implements Effect {}

    /** Write it down; nobody waits for it. */
    record Write(Entry entry) implements Effect {}

    /** Nothing starts for this target any more until a human releases it. */
    record Pin(Orders.Stop stop) implements Effect {}

    /** Ask the step's remediation whether it could work now. */
    record Check(
            long attempt,
            String incident,
            Step step,
            Duration limit,
            @Nullable Set<String> healthy) implements Effect {}

    /** @param healthy the targets that are known healthy now; null if that is not known */
    record Apply(
            long attempt,
            String incident,
            Step step,
            Duration limit,
            @Nullable Set<String> healthy) implements Effect {

        Apply(long attempt, String incident, Step step, Duration limit) {
            this(attempt, incident, step, limit, null);
        }
    }

    record Undo(long attempt, String incident, Step step, Duration limit) implements Effect {}

    /**
     * Give so much back of what an attempt has done, and no more.
     *
     * @param before how much is given back now
     * @param share 0 for none of it, below 1
     */
    record Admit(long attempt, String incident, Step step, double before, double share, Duration limit)
            implements Effect {}

    /** Do again what an attempt had done in an earlier process, and what ended with that. */
    record Restore(long attempt, String incident, Step step, Duration limit) implements Effect {}

    /** Ask the step's probe. */
    record AskProbe(long attempt, Step step, Duration limit) implements Effect {}

    /** Its time is over: interrupt it. */
    record Interrupt(long attempt) implements Effect {}

    /** It has not ended after the interrupt: say where it is. */
    record Inspect(long attempt) implements Effect {}

    /** Judge only calls that begin from now on. */
    record ForgetSignals() implements Effect {}

    /** If the circuit breaker is open, have it let trial calls in: what they came for has been repaired. */
    record LetTrialCallsIn(long attempt) implements Effect {}
}

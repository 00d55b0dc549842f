package dev.heal.policy;

import dev.heal.check.Check;
import dev.heal.check.Checked;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who is told, and when, that heal needs a human.
 *
 * @param contact a name that means something to the team, such as {@code oncall}; null for nobody in particular
 * @param runbook where the human finds what to do; null for nowhere
 * @param after an incident that is still open by then is told of, even if heal is still waiting for its chance
 */
public record Escalation(@Nullable String contact, @Nullable String runbook, Duration after) implements Checked {

    public static final Escalation DEFAULT = new Escalation(null, null, Duration.ofMinutes(5));

    @Override
    public void check(Check check) {
        check.positive("after", after);
    }

    /** How the sentence goes on after "a human is needed". */
    public String text() {
        return (contact == null ? "" : " (" + contact + ")") + (runbook == null ? "" : ", see " + runbook);
    }
}

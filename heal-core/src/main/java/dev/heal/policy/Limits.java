package dev.heal.policy;

import dev.heal.check.Check;
import dev.heal.check.Checked;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What holds for the application as a whole, over all its targets.
 *
 * @param budget how many remediations may start in all
 * @param warmUp so long after the start nothing starts but what is SAFE
 * @param jitter a step waits for a part of this span, another one in each instance and incident
 * @param scopes by name; a target says which one it belongs to
 */
public record Limits(Budget budget, Duration warmUp, Duration jitter, Map<String, Scope> scopes) implements Checked {

    /**
     * Ten in ten minutes: three targets' worth. Ten seconds of warm-up: a service that starts is slow and its pools are cold.
     * One second of jitter: instances look four times a second, so it takes that much to tell them apart.
     */
    public static final Limits DEFAULT =
            new Limits(new Budget(10, Duration.ofMinutes(10)), Duration.ofSeconds(10), Duration.ofSeconds(1), Map.of());

    public Limits {
        scopes = Collections.unmodifiableMap(new LinkedHashMap<>(scopes));
    }

    public Limits budget(Budget other) {
        return new Limits(other, warmUp, jitter, scopes);
    }

    public Limits warmUp(Duration other) {
        return new Limits(budget, other, jitter, scopes);
    }

    public Limits jitter(Duration other) {
        return new Limits(budget, warmUp, other, scopes);
    }

    public Limits scopes(Map<String, Scope> others) {
        return new Limits(budget, warmUp, jitter, others);
    }

    @Override
    public void check(Check check) {
        budget.check(check.at("budget"));
        check.notNegative("warm-up", warmUp);
        check.notNegative("jitter", jitter);
        scopes.forEach((name, scope) -> scope.check(check.at("scopes").at(name)));
    }
}

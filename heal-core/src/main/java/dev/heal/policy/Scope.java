package dev.heal.policy;

import dev.heal.check.Check;
import dev.heal.check.Checked;
import java.time.Duration;

/**
 * Targets that do the same work and can stand in for each other, such as regions: what must never happen to too many of
 * them at once.
 *
 * @param minimumHealthy the share of the members, 0 to 1, that stays known healthy; one member always does
 * @param brake when so many turn bad together that it is not the members
 */
public record Scope(double minimumHealthy, Brake brake) implements Checked {

    /**
     * The common-mode brake.
     *
     * @param share more than this share of the members, 0 to 1
     * @param within turned bad within this span: then nothing starts for single members
     */
    public record Brake(double share, Duration within) implements Checked {

        @Override
        public void check(Check check) {
            check.ratioToExceed("share", share);
            check.positive("within", within);
        }
    }

    public static final Scope DEFAULT = new Scope(0.5, new Brake(0.5, Duration.ofSeconds(30)));

    @Override
    public void check(Check check) {
        check.ratio("minimum-healthy", minimumHealthy);
        brake.check(check.at("brake"));
    }
}

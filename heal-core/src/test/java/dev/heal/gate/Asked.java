package dev.heal.gate;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.heal.gate.Standing.Condition;
import dev.heal.journal.Recording;
import dev.heal.policy.Budget;
import dev.heal.policy.Escalation;
import dev.heal.policy.GiveUp;
import dev.heal.policy.Limits;
import dev.heal.policy.Mode;
import dev.heal.policy.Orders;
import dev.heal.policy.Policy;
import dev.heal.policy.Safeguards;
import dev.heal.policy.Step;
import dev.heal.remediation.Remediation;
import dev.heal.remediation.RemediationContext;
import dev.heal.remediation.Risk;
import dev.heal.remediation.Undo;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A question that every gate allows, until the test changes something: may {@code a} of {@code fleet} be restarted? */
final class Asked {

    static final long NOW = ofMinutes(60).toNanos();

    Risk risk = Risk.RESTORATIVE;

    @Nullable
    Set<String> takesAway;

    Safeguards safeguards = Safeguards.DEFAULT;
    Budget budget = Budget.DEFAULT;
    Limits limits = Limits.DEFAULT;
    Mode mode = Mode.ACT;
    Orders orders = Orders.NONE;
    History history = History.NONE;
    List<String> causes = List.of("stalled");
    Duration sustained = Duration.ZERO;
    Set<String> unknown = Set.of();
    Set<String> roots = Set.of();
    Duration openFor = ofSeconds(10);
    Duration jitter = ofSeconds(1);
    Ledger ledger = Ledger.begin(0, Recording.ON_DISK);
    long now = NOW;

    Asked() {
        member("a", Condition.SICK);
    }

    Asked member(String name, Condition condition) {
        return member(name, condition, NOW - ofMinutes(1).toNanos());
    }

    Asked member(String name, Condition condition, long since) {
        ledger = ledger.standing(
                name,
                new Standing(
                        "fleet",
                        condition,
                        condition == Condition.SICK ? Long.valueOf(since) : null,
                        false,
                        Set.of(),
                        null));
        return this;
    }

    Asked started(String target, String step, long at) {
        ledger = ledger.started(new Ledger.Start(target, step, at), ofMinutes(60));
        return this;
    }

    Asked uses(String... targets) {
        safeguards = new Safeguards(null, Set.of(), Set.of(targets), Safeguards.DEFAULT_TIME_TO_LIVE);
        return this;
    }

    Asked requires(String... detectors) {
        safeguards = new Safeguards(null, Set.of(detectors), Set.of(), Safeguards.DEFAULT_TIME_TO_LIVE);
        return this;
    }

    Asked taking(String... members) {
        takesAway = Set.of(members);
        return this;
    }

    Answer of(Gate gate) {
        return gate.ask(question());
    }

    Question question() {
        Step plain = Step.of("restart", new Told(risk, takesAway));
        Step step = new Step(
                plain.name(),
                plain.remediation(),
                plain.when(),
                sustained,
                plain.verification(),
                plain.attempts(),
                plain.timeLimit(),
                null,
                null,
                safeguards);
        Policy policy = new Policy(
                new LinkedHashMap<>(Map.of()),
                List.of(step),
                budget,
                ofSeconds(60),
                mode,
                Mode.ACT,
                Escalation.DEFAULT,
                new GiveUp(3, 5, ofMinutes(30)));
        return new Question(
                "a",
                step,
                causes,
                policy,
                limits,
                orders,
                history,
                new Signs(ofSeconds(1), unknown, openFor, roots),
                jitter,
                ledger,
                now);
    }

    private record Told(Risk risk, @Nullable Set<String> takesAway) implements Remediation {
        @Override
        public String name() {
            return "restart-pool";
        }

        @Override
        public Undo apply(RemediationContext context) {
            return Undo.NOTHING;
        }
    }
}

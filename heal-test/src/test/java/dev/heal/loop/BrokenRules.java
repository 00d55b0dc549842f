package dev.heal.loop;

import dev.heal.detect.Verdict;
import dev.heal.gate.Ledger;
import dev.heal.incident.Decision;
import dev.heal.incident.IncidentEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Rules with one mistake in them, put around the real ones. */
public final class BrokenRules {

    private BrokenRules() {}

    private static BiFunction<Surroundings, List<TargetPlan>, HealLoop> around(UnaryOperator<Rules> mistake) {
        Function<Rulebook, Rules> made = book -> mistake.apply(new Transitions(book));
        return (world, plans) -> new HealLoop(world, plans, made);
    }

    /** The intent is not written down: it counts as durable at once. */
    public static BiFunction<Surroundings, List<TargetPlan>, HealLoop> withoutRecord() {
        return around(rules -> (episode, ledger, fact) -> {
            Move move = rules.on(episode, ledger, fact);
            List<Effect> effects = new ArrayList<>();
            for (Effect effect : move.effects()) {
                if (effect instanceof Effect.Intend intend) {
                    Move next = rules.on(
                            move.episode(), move.ledger(), new Fact.Written(fact.when(), intend.attempt(), null));
                    effects.addAll(next.effects());
                    move = next;
                } else {
                    effects.add(effect);
                }
            }
            return new Move(move.episode(), move.ledger(), effects);
        });
    }

    private static BiFunction<Surroundings, List<TargetPlan>, HealLoop> dropping(Class<? extends Effect> kind) {
        return around(rules -> (episode, ledger, fact) -> {
            Move move = rules.on(episode, ledger, fact);
            List<Effect> kept = move.effects().stream()
                    .filter(effect -> !kind.isInstance(effect))
                    .toList();
            return new Move(move.episode(), move.ledger(), kept);
        });
    }

    /** What takes too long is not interrupted. */
    public static BiFunction<Surroundings, List<TargetPlan>, HealLoop> withoutInterrupt() {
        return dropping(Effect.Interrupt.class);
    }

    /** What has failed is not undone. */
    public static BiFunction<Surroundings, List<TargetPlan>, HealLoop> withoutUndo() {
        return dropping(Effect.Undo.class);
    }

    /** What is in force stays so for ever. */
    public static BiFunction<Surroundings, List<TargetPlan>, HealLoop> withoutExpiry() {
        return around(rules -> (episode, ledger, fact) -> {
            Move move = rules.on(episode, ledger, fact);
            List<Held> forEver = move.episode().held().stream()
                    .map(held -> held.expires(fact.when().nanos() + Long.MAX_VALUE / 4))
                    .toList();
            return new Move(move.episode().held(forEver), move.ledger(), move.effects());
        });
    }

    /** What was moved away comes back at once when its time is over. */
    public static BiFunction<Surroundings, List<TargetPlan>, HealLoop> returningInAJump() {
        return around(rules -> (episode, ledger, fact) -> {
            Move move = rules.on(episode, ledger, fact);
            List<Held> atOnce = move.episode().held().stream()
                    .map(held -> new Held(held.attempt(), held.incident(), held.step(), held.expires()))
                    .toList();
            return new Move(move.episode().held(atOnce), move.ledger(), move.effects());
        });
    }

    /** Nobody hears of what is still away when its time is over. */
    public static BiFunction<Surroundings, List<TargetPlan>, HealLoop> silentAboutWhatIsAway() {
        return around(rules -> (episode, ledger, fact) -> {
            Move move = rules.on(episode, ledger, fact);
            List<Effect> kept = move.effects().stream()
                    .filter(effect -> !(effect instanceof Effect.Tell tell
                            && tell.event().text().contains("is still away")))
                    .toList();
            return new Move(move.episode(), move.ledger(), kept);
        });
    }

    /** Where a step is chosen, what steps have done before is forgotten. */
    public static BiFunction<Surroundings, List<TargetPlan>, HealLoop> forgettingWhatIsInForce() {
        return around(rules -> (episode, ledger, fact) -> {
            Phase phase = episode.phase();
            boolean chooses = phase instanceof Phase.Deciding || phase instanceof Phase.Escalated;
            if (!chooses || episode.returning() != null) {
                return rules.on(episode, ledger, fact);
            }
            Move move = rules.on(episode.held(List.of()), ledger, fact);
            if (move.effects().stream().noneMatch(Effect.Check.class::isInstance)) {
                return rules.on(episode, ledger, fact);
            }
            return new Move(move.episode().held(episode.held()), move.ledger(), move.effects());
        });
    }

    /** What comes back does not ask what a human has ordered. */
    public static BiFunction<Surroundings, List<TargetPlan>, HealLoop> deafToPins() {
        return around(rules -> (episode, ledger, fact) -> rules.on(
                episode,
                ledger,
                fact instanceof Fact.Ordered said
                        ? new Fact.Ordered(said.when(), said.orders().pin(null), said.text())
                        : fact));
    }

    /** As above, of stops. */
    public static BiFunction<Surroundings, List<TargetPlan>, HealLoop> deafToStops() {
        return around(rules -> (episode, ledger, fact) -> rules.on(
                episode,
                ledger,
                fact instanceof Fact.Ordered said
                        ? new Fact.Ordered(
                                said.when(), said.orders().everywhere(null).here(null), said.text())
                        : fact));
    }

    /** An approval can be used again and again. */
    public static BiFunction<Surroundings, List<TargetPlan>, HealLoop> withApprovalsKept() {
        return around(rules -> (episode, ledger, fact) -> {
            Move move = rules.on(episode, ledger, fact);
            OpenIncident before = episode.open();
            OpenIncident after = move.episode().open();
            if (before == null || after == null || fact instanceof Fact.Ordered) {
                return move;
            }
            for (Map.Entry<String, OpenIncident.Approved> approved :
                    before.approved().entrySet()) {
                after = after.approved(approved.getKey(), approved.getValue());
            }
            return new Move(move.episode().open(after), move.ledger(), move.effects());
        });
    }

    /** The first good look proves that the step has helped. */
    public static BiFunction<Surroundings, List<TargetPlan>, HealLoop> withoutHold() {
        return around(rules -> (episode, ledger, fact) -> {
            Move move = rules.on(episode, ledger, fact);
            if (move.episode().phase() instanceof Phase.Verifying verifying && verifying.steadySince() != null) {
                Phase proved = verifying.steady(verifying.from() - Long.MAX_VALUE / 4);
                return new Move(move.episode().phase(proved), move.ledger(), move.effects());
            }
            return move;
        });
    }

    /** Every look is counted twice. */
    public static BiFunction<Surroundings, List<TargetPlan>, HealLoop> countingLooksTwice() {
        return around(rules -> (episode, ledger, fact) -> {
            Move move = rules.on(episode, ledger, fact);
            if (!(fact instanceof Fact.Looked)) {
                return move;
            }
            Move again = rules.on(move.episode(), move.ledger(), fact);
            List<Effect> effects = new ArrayList<>(move.effects());
            effects.addAll(again.effects());
            return new Move(again.episode(), again.ledger(), effects);
        });
    }

    /** What is unknown is taken for healthy. */
    public static BiFunction<Surroundings, List<TargetPlan>, HealLoop> takingUnknownForHealthy() {
        return around(rules -> (episode, ledger, fact) -> {
            if (!(fact instanceof Fact.Looked looked)) {
                return rules.on(episode, ledger, fact);
            }
            Map<String, Verdict> verdicts = new HashMap<>(looked.verdicts());
            verdicts.replaceAll(
                    (name, verdict) -> verdict instanceof Verdict.Inconclusive ? Verdict.healthy() : verdict);
            return rules.on(
                    episode,
                    ledger,
                    new Fact.Looked(looked.when(), verdicts, looked.news(), looked.earlier(), looked.roots()));
        });
    }

    /** The brake is forgotten as soon as it is on. */
    public static BiFunction<Surroundings, List<TargetPlan>, HealLoop> forgettingTheBrake() {
        return around(rules -> (episode, ledger, fact) -> {
            Move move = rules.on(episode, ledger, fact);
            Ledger free = move.ledger();
            for (String scope : free.brakes().keySet()) {
                free = free.brakeReleased(scope, fact.when().nanos() - Long.MAX_VALUE / 4);
            }
            return new Move(move.episode(), free, move.effects());
        });
    }

    /** A no is taken for a yes. */
    public static BiFunction<Surroundings, List<TargetPlan>, HealLoop> takingNoForYes() {
        return around(rules -> (episode, ledger, fact) -> {
            if (fact instanceof Fact.Decided said && said.decision().kind() == Decision.Kind.DENY) {
                Decision yes = Decision.approve(
                        String.valueOf(said.decision().plan()), said.decision().by());
                return rules.on(episode, ledger, new Fact.Decided(said.when(), said.incident(), yes));
            }
            return rules.on(episode, ledger, fact);
        });
    }

    /** An abort is not heard. */
    public static BiFunction<Surroundings, List<TargetPlan>, HealLoop> deafToAborts() {
        return around(rules -> (episode, ledger, fact) ->
                fact instanceof Fact.Decided said && said.decision().kind() == Decision.Kind.ABORT
                        ? new Move(episode, ledger, List.of())
                        : rules.on(episode, ledger, fact));
    }

    /** Where a human has been told, nobody looks any more. */
    public static BiFunction<Surroundings, List<TargetPlan>, HealLoop> blindOnceEscalated() {
        return around(rules ->
                (episode, ledger, fact) -> fact instanceof Fact.Looked && episode.phase() instanceof Phase.Escalated
                        ? new Move(episode, ledger, List.of())
                        : rules.on(episode, ledger, fact));
    }

    /** A human is never told. */
    public static BiFunction<Surroundings, List<TargetPlan>, HealLoop> silent() {
        return around(rules -> (episode, ledger, fact) -> {
            Move move = rules.on(episode, ledger, fact);
            List<Effect> kept = move.effects().stream()
                    .filter(effect -> !(effect instanceof Effect.Tell tell
                            && tell.event().type() == IncidentEvent.Type.ESCALATED))
                    .toList();
            return new Move(move.episode(), move.ledger(), kept);
        });
    }
}

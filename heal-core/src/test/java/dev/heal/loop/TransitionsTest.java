package dev.heal.loop;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.detect.Evidence;
import dev.heal.detect.Verdict;
import dev.heal.gate.Gates;
import dev.heal.gate.Ledger;
import dev.heal.incident.Decision;
import dev.heal.journal.Recording;
import dev.heal.loop.Rig.FakeDetector;
import dev.heal.loop.Rig.FakeRemediation;
import dev.heal.policy.Budget;
import dev.heal.policy.Escalation;
import dev.heal.policy.Mode;
import dev.heal.policy.Orders;
import dev.heal.policy.Policy;
import dev.heal.resource.Readiness;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules by themselves: pure, and deaf to what comes too late. */
class TransitionsTest {

    private static final Verdict SICK = Verdict.unhealthy(Evidence.of("stalled is bad"));

    private final FakeRemediation restart = new FakeRemediation("restart-pool");
    private final Ledger ledger = Ledger.begin(0, Recording.ON_DISK);
    private long nanos;

    private Transitions rules(Mode mode) {
        Policy policy = new Policy(
                Map.of("stalled", new FakeDetector()),
                List.of(Rig.step("restart", restart)),
                Budget.DEFAULT,
                ofSeconds(1),
                mode,
                Mode.ACT,
                Escalation.DEFAULT);
        return new Transitions(
                new Rulebook("orders", null, policy, Rig.BARE, Budget.DEFAULT.per(), Gates.ALL, Jitter.NONE));
    }

    private Moment later() {
        nanos += 250_000_000;
        return new Moment(nanos, Instant.EPOCH.plusNanos(nanos));
    }

    private Episode afterTwoLooks(Transitions rules, Verdict verdict) {
        Episode episode = Episode.begin();
        for (int look = 0; look < 2; look++) {
            episode = rules.on(episode, ledger, new Fact.Looked(later(), Map.of("stalled", verdict)))
                    .episode();
        }
        return episode;
    }

    private static String incidentOf(Episode episode) {
        return episode.open() == null ? "none" : episode.open().incident().id();
    }

    @Test
    void anAnswerToAnotherPlanThanTheOneThatWaitsChangesNothing() {
        Transitions rules = rules(Mode.PROPOSE);
        Episode awaiting = afterTwoLooks(rules, SICK);
        assertThat(awaiting.phase()).isInstanceOf(Phase.Awaiting.class);

        Move move = rules.on(
                awaiting,
                ledger,
                new Fact.Decided(later(), incidentOf(awaiting), Decision.approve("the plan of yesterday", "ada")));

        assertThat(move.episode()).isEqualTo(awaiting);
        assertThat(move.effects()).isEmpty();
    }

    @Test
    void whatAnEarlierAttemptBringsTooLateChangesNothing() {
        Transitions rules = rules(Mode.ACT);
        Episode checking = afterTwoLooks(rules, SICK);
        Phase.Checking phase = (Phase.Checking) checking.phase();
        long another = phase.attempt() + 7;

        for (Fact late : List.of(
                new Fact.Checked(later(), another, Readiness.ready()),
                new Fact.Applied(later(), another, true),
                new Fact.Failed(later(), another, "too late"),
                new Fact.Undone(later(), another, null),
                new Fact.Probed(later(), another, null),
                new Fact.StillRunning(later(), another, "somewhere"))) {
            Move move = rules.on(checking, ledger, late);
            assertThat(move.episode()).as("%s", late).isEqualTo(checking);
            assertThat(move.effects()).as("%s", late).isEmpty();
        }
    }

    @Test
    void theRecordOfAStartStandsBeforeTheStart() {
        Transitions rules = rules(Mode.ACT);
        Episode checking = afterTwoLooks(rules, SICK);
        Phase.Checking phase = (Phase.Checking) checking.phase();

        Move move = rules.on(checking, ledger, new Fact.Checked(later(), phase.attempt(), Readiness.ready()));

        assertThat(move.effects()).hasSize(1);
        assertThat(move.effects().get(0)).isInstanceOf(Effect.Intend.class);
        assertThat(move.episode().phase()).isInstanceOf(Phase.Recording.class);

        long attempt = move.episode().attempts();
        Move begun = rules.on(move.episode(), move.ledger(), new Fact.Written(later(), attempt, null));
        assertThat(begun.effects()).hasSize(2);
        assertThat(begun.effects().get(0)).isInstanceOf(Effect.Tell.class);
        assertThat(begun.effects().get(1)).isInstanceOf(Effect.Apply.class);
    }

    @Test
    void anAbortInterruptsWhatIsUnderWay() {
        Transitions rules = rules(Mode.ACT);
        Episode checking = afterTwoLooks(rules, SICK);
        Episode recording = rules.on(
                        checking, ledger, new Fact.Checked(later(), checking.attempts(), Readiness.ready()))
                .episode();
        Episode remediating = rules.on(recording, ledger, new Fact.Written(later(), recording.attempts(), null))
                .episode();
        assertThat(remediating.phase()).isInstanceOf(Phase.Remediating.class);

        Move move = rules.on(
                remediating,
                ledger,
                new Fact.Decided(later(), incidentOf(remediating), Decision.abort("ada", "wrong pool")));

        assertThat(move.effects()).contains(new Effect.Interrupt(remediating.attempts()));
        Move again = rules.on(
                move.episode(),
                ledger,
                new Fact.Decided(later(), incidentOf(remediating), Decision.abort("grace", null)));
        assertThat(again.effects()).as("once is enough").isEmpty();
    }

    /** The same episodes and facts make the same moves, whatever they are; and no episode is ever broken by a fact. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theSameFactsMakeTheSameMoves(long seed) {
        assertThat(play(seed)).isEqualTo(play(seed)).isNotEmpty();
    }

    private List<Move> play(long seed) {
        nanos = 0;
        Random random = new Random(seed);
        Transitions rules = rules(random.nextBoolean() ? Mode.ACT : Mode.PROPOSE);
        Episode episode = Episode.begin();
        List<Move> moves = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            Move move = rules.on(episode, ledger, anyFact(random, episode));
            moves.add(move);
            episode = move.episode();
        }
        return moves;
    }

    private Fact anyFact(Random random, Episode episode) {
        long attempt = Math.max(0, episode.attempts() - random.nextInt(2));
        Moment now = later();
        return switch (random.nextInt(21)) {
            case 20 -> new Fact.Restored(now, attempt, random.nextBoolean() ? null : "no luck", Set.of());
            case 19 -> new Fact.Admitted(now, attempt, random.nextDouble(), random.nextBoolean() ? null : "no luck");
            case 0, 1, 2 -> new Fact.Looked(now, Map.of("stalled", SICK));
            case 3, 4 -> new Fact.Looked(now, Map.of("stalled", Verdict.healthy()));
            case 5 -> new Fact.Looked(now, Map.of("stalled", Verdict.inconclusive("no calls")));
            case 6 ->
                new Fact.Checked(now, attempt, random.nextBoolean() ? Readiness.ready() : Readiness.notReady("away"));
            case 7 -> new Fact.Applied(now, attempt, random.nextBoolean());
            case 8 -> new Fact.Failed(now, attempt, "no luck");
            case 9 -> new Fact.Undone(now, attempt, random.nextBoolean() ? null : "no luck");
            case 10 -> new Fact.Probed(now, attempt, random.nextBoolean() ? null : "refused");
            case 11 -> new Fact.StillRunning(now, attempt, "somewhere");
            case 12 ->
                episode.phase() instanceof Phase.Awaiting awaiting
                        ? new Fact.Decided(
                                now,
                                incidentOf(episode),
                                random.nextBoolean()
                                        ? Decision.approve(awaiting.plan().hash(), "ada")
                                        : Decision.deny(awaiting.plan().hash(), "ada"))
                        : new Fact.Noted(now, attempt, "a note");
            case 13 -> new Fact.Ordered(now, anyOrders(random), "ordered");
            case 14 ->
                new Fact.Decided(
                        now,
                        incidentOf(episode),
                        switch (random.nextInt(3)) {
                            case 0 -> Decision.comment("ada", "hm");
                            case 1 -> Decision.acknowledge("ada", null);
                            default -> Decision.abort("ada", null);
                        });
            case 15, 16 -> new Fact.Written(now, attempt, random.nextInt(4) == 0 ? "the disk is full" : null);
            default -> random.nextInt(10) == 0 ? new Fact.Gap(now, ofSeconds(30)) : new Fact.Ticked(now);
        };
    }

    private static Orders anyOrders(Random random) {
        Orders.Stop stop = random.nextInt(3) == 0 ? new Orders.Stop("ada", "moving", Instant.EPOCH) : null;
        Mode mode = random.nextInt(3) == 0 ? Mode.values()[random.nextInt(3)] : null;
        return random.nextBoolean()
                ? Orders.NONE.everywhere(stop).mode(mode)
                : Orders.NONE.here(stop).mode(mode);
    }

    /** Whatever happens, nothing is looked into or begun while a stop holds, in observe mode, or after an abort. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void aHumansWordHoldsInEveryStory(long seed) {
        nanos = 0;
        Random random = new Random(seed);
        Transitions rules = rules(random.nextBoolean() ? Mode.ACT : Mode.PROPOSE);
        Episode episode = Episode.begin();
        int begun = 0;
        for (int i = 0; i < 5_000; i++) {
            Move move = rules.on(episode, ledger, anyFact(random, episode));
            Episode after = move.episode();
            boolean mayBegin = after.orders().stop() == null
                    && after.orders().mode() != Mode.OBSERVE
                    && (episode.open() == null || !episode.open().aborted());
            long begins = move.effects().stream()
                    .filter(effect -> effect instanceof Effect.Check || effect instanceof Effect.Apply)
                    .count();
            assertThat(begins).as("%s after %s", move, episode).isLessThanOrEqualTo(mayBegin ? 1 : 0);
            begun += (int) begins;
            episode = after;
        }
        assertThat(begun).isPositive();
    }
}

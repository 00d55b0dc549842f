package dev.heal.loop;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.detect.Evidence;
import dev.heal.detect.Verdict;
import dev.heal.gate.Gates;
import dev.heal.guard.Breaker;
import dev.heal.guard.Guard;
import dev.heal.incident.Decision;
import dev.heal.incident.IncidentEvent;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.loop.Rig.FakeDetector;
import dev.heal.loop.Rig.FakeRemediation;
import dev.heal.observe.Observers;
import dev.heal.policy.Budget;
import dev.heal.policy.Escalation;
import dev.heal.policy.Mode;
import dev.heal.policy.Policy;
import dev.heal.policy.Step;
import dev.heal.remediation.Risk;
import dev.heal.signal.SlicedWindow;
import dev.heal.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Of two that are sick the root is repaired first; the shop depends on its database. */
class DependsOnTest {

    private static final Verdict SICK = Verdict.unhealthy(Evidence.of("is bad"));

    private final ManualClock clock = new ManualClock();
    private final FakeDetector database = new FakeDetector();
    private final FakeDetector shop = new FakeDetector();
    private final FakeRemediation restartDatabasePool = new FakeRemediation("restart-pool");
    private final FakeRemediation restartShopPool = new FakeRemediation("restart-pool");
    private final FakeRemediation shed = new FakeRemediation("shed-load") {
        @Override
        public Risk risk() {
            return Risk.SAFE;
        }
    };
    private final List<String> story = new ArrayList<>();
    private HealLoop loop;
    private Mode modeOfDatabase = Mode.ACT;

    private void begin(Step... shopSteps) {
        Observers observers = Observers.on(
                List.of((incident, event) -> story.add(incident.target() + " " + line(event))), one -> Runnable::run);
        Surroundings world = new Surroundings(
                clock, Rig.TICK, Workers.direct(), observers, new FakeJournal(clock), Rig.BARE, Gates.ALL, null, 7);
        loop = new HealLoop(
                world,
                List.of(
                        plan("shop", shop, Set.of("database"), shopSteps),
                        plan("database", database, Set.of(), Rig.step("restart", restartDatabasePool))));
        run(ofSeconds(1));
    }

    private static String line(IncidentEvent event) {
        return event.type() + (event.type() == Type.WAITING ? " " + event.text() : "");
    }

    private TargetPlan plan(String name, FakeDetector detector, Set<String> dependsOn, Step... steps) {
        Policy policy = new Policy(
                Map.of("bad", detector),
                List.of(steps),
                Budget.DEFAULT,
                Policy.DEFAULT_COOLDOWN,
                name.equals("database") ? modeOfDatabase : Mode.ACT,
                Mode.ACT,
                Escalation.DEFAULT);
        SlicedWindow window = new SlicedWindow(ofMillis(500), clock.nanos());
        return new TargetPlan(
                new Guard(name, Breaker.create(name, clock, window), window, clock), window, policy, dependsOn);
    }

    private void run(Duration span) {
        for (long i = 0; i < span.dividedBy(Rig.TICK); i++) {
            clock.advance(Rig.TICK);
            loop.work();
        }
    }

    @Test
    void theDependantWaitsUntilItsRootIsWellAndIsNotTouchedIfThatWasAll() {
        restartDatabasePool.doing(() -> database.verdict = Verdict.healthy());
        begin(Rig.step("restart", restartShopPool));
        database.verdict = SICK;
        run(ofSeconds(1));

        shop.verdict = SICK;
        run(ofSeconds(2));
        assertThat(story).contains("shop WAITING waits for database, which it depends on and which is sick");
        assertThat(restartShopPool.applied).isZero();

        run(ofSeconds(3));
        assertThat(story).contains("database RESOLVED");
        shop.verdict = Verdict.healthy();
        run(ofSeconds(4));
        assertThat(restartShopPool.applied)
                .as("sick a moment longer than its root")
                .isLessThanOrEqualTo(1);
    }

    @Test
    void onceTheRootHasEscalatedTheDependantMayTryItsOwnMeans() {
        begin(Rig.step("restart", restartShopPool));
        database.verdict = SICK;
        shop.verdict = SICK;

        run(ofSeconds(5));
        assertThat(restartDatabasePool.applied).isOne();
        assertThat(restartShopPool.applied).as("both fell sick at once").isZero();

        run(ofSeconds(60));
        assertThat(story).contains("database ESCALATED");
        assertThat(restartShopPool.applied).isOne();
    }

    @Test
    void whatIsSafeStartsAllTheSame() {
        begin(Rig.step("shed", shed), Rig.step("restart", restartShopPool));
        database.verdict = SICK;
        run(ofSeconds(1));
        shop.verdict = SICK;
        run(ofSeconds(1));

        assertThat(shed.applied).isOne();
        assertThat(restartShopPool.applied).isZero();
    }

    @Test
    void forARootThatHealOnlyObservesTheDependantWaitsUntilAHumanIsToldAndNotForEver() {
        modeOfDatabase = Mode.OBSERVE;
        begin(Rig.step("restart", restartShopPool));
        database.verdict = SICK;
        shop.verdict = SICK;

        run(Escalation.DEFAULT.after().minusSeconds(2));
        assertThat(restartShopPool.applied).isZero();

        run(ofSeconds(10));
        assertThat(story).contains("database ESCALATED");
        assertThat(restartDatabasePool.applied).isZero();
        assertThat(restartShopPool.applied).isOne();
    }

    @Test
    void forARootThatIsStoppedTheDependantDoesNotWaitForEverAlthoughSomebodyKnowsOfIt() {
        begin(Rig.step("restart", restartShopPool));
        loop.stop("database", "ada", "it is being moved");
        database.verdict = SICK;
        shop.verdict = SICK;
        run(ofSeconds(5));
        loop.decide(
                loop.incidents().all().stream()
                        .filter(incident -> incident.target().equals("database"))
                        .findFirst()
                        .orElseThrow()
                        .id(),
                Decision.acknowledge("ada", null));

        run(Escalation.DEFAULT.after());

        assertThat(restartDatabasePool.applied).isZero();
        assertThat(restartShopPool.applied).isOne();
    }

    @Test
    void whileTheRootIsBeingRepairedTheDependantWaitsHoweverLongItHasBeenSick() {
        begin(Rig.step("restart", restartShopPool));
        loop.stop("database", "ada", "an exercise");
        database.verdict = SICK;
        run(Escalation.DEFAULT.after());
        loop.release("database", "ada");
        run(ofSeconds(1));
        assertThat(restartDatabasePool.applied).isOne();

        shop.verdict = SICK;
        run(ofSeconds(5));
        assertThat(restartShopPool.applied).isZero();
    }
}

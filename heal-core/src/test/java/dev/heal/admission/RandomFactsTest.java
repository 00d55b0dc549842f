package dev.heal.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.admission.Admission.Answer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName(
        "Whatever facts come in whatever order: counts add up, everybody hears once, no place stays free for nothing")
class RandomFactsTest {

    private static final int SEEDS = 2_000;
    private static final int FACTS = 150;

    @ParameterizedTest(name = "before an executor: {0}")
    @ValueSource(booleans = {true, false})
    void over_2000_seeds(boolean isOfExecutor) {
        for (int seed = 0; seed < SEEDS; seed++) {
            new World(seed, isOfExecutor).run();
        }
    }

    /** Random facts, and a plain account of what must have become of them. */
    private static final class World {
        private final String seed;
        private final Random random;
        private final boolean isOfExecutor;
        private final ShedderSettings settings;
        private final Admission admission;
        private final Set<Guest> waiting = new LinkedHashSet<>();
        private final Deque<Long> queued = new ArrayDeque<>();
        /** Three classes come back within so many ticks of 100 ms, which are seldom quite on time. */
        private static final long BACK_WITHIN = 1_000_000_000L;

        private final List<Long> started = new ArrayList<>();
        private long now;
        private long arrived;
        private Priority keep = Priority.BULK;
        private long lastCutOff = -BACK_WITHIN;
        private boolean isAlwaysOn;
        private boolean isArriving;

        private final class Guest extends Waiter {
            private final long came = now;
            private int heard;

            Guest(Request request) {
                super(request);
            }

            private boolean isOver() {
                return now - came >= settings.maxWait().toNanos() || request().isOver(now);
            }

            @Override
            protected void admitted(long at) {
                hears();
                assertThat(isOver()).as("let in too late, %s", seed).isFalse();
                assertThat(waiting)
                        .as("let in before one more important, %s", seed)
                        .noneMatch(other -> other.request()
                                .priority()
                                .isMoreImportantThan(request().priority()));
                letIn(at);
            }

            @Override
            protected void rejected(long at) {
                hears();
                boolean isEvicted = isArriving
                        && now - came < settings.maxWait().toNanos() / 4
                        && !request().isOver(now);
                if (isEvicted) {
                    assertThat(waiting)
                            .as("evicted before one less important, %s", seed)
                            .noneMatch(other -> request()
                                    .priority()
                                    .isMoreImportantThan(other.request().priority()));
                }
            }

            private void hears() {
                heard++;
                assertThat(heard).as("answers heard, %s", seed).isOne();
                assertThat(waiting.remove(this))
                        .as("heard while it waited, %s", seed)
                        .isTrue();
            }
        }

        World(long seed, boolean isOfExecutor) {
            this.seed = "seed " + seed + (isOfExecutor ? " before an executor" : " of round trips");
            this.random = new Random(seed);
            this.isOfExecutor = isOfExecutor;
            this.settings = new ShedderSettings(
                    Duration.ofMillis(50 + random.nextInt(1_000)),
                    random.nextInt(12),
                    1 + random.nextInt(6),
                    1 + random.nextInt(20));
            this.admission = isOfExecutor ? Admission.ofExecutor(settings, 0) : Admission.ofRoundTrips(settings, 0);
        }

        void run() {
            if (random.nextBoolean()) {
                isAlwaysOn = true;
                admission.activate(Priority.BULK, 0);
            }
            for (int i = 0; i < FACTS; i++) {
                fact();
                addsUp();
            }
            while (admission.underWay() > 0) {
                oneStarts();
                oneEnds();
                addsUp();
            }
            now += settings.maxWait().toNanos() + 1;
            admission.tick(now);
            addsUp();
            assertThat(waiting).as("wait for ever, %s", seed).isEmpty();
        }

        private void fact() {
            int which = random.nextInt(100);
            if (which < 45) {
                somebodyComes();
            } else if (which < 65) {
                oneStarts();
            } else if (which < 80) {
                oneEnds();
            } else if (which < 85) {
                oneGoesAway();
            } else if (which < 97) {
                now += random.nextInt(30_000_000);
            } else if (which < 98) {
                now += random.nextInt(1_500_000_000);
                tick();
            } else {
                activateOrRelease();
            }
        }

        private void somebodyComes() {
            Request request = new Request(
                    Priority.all().get(random.nextInt(4)),
                    random.nextInt(4),
                    random.nextInt(5) == 0 ? now + random.nextInt(300_000_000) : Request.NO_DEADLINE);
            // The tick that is due, now, so that what is free is the same for the shedder and for this account.
            now++;
            tick();
            boolean mustBeLetIn =
                    waiting.isEmpty() && isFree() && keep == Priority.BULK && now - lastCutOff > BACK_WITHIN;
            arrived++;
            Answer answer = answer(request);
            if (mustBeLetIn) {
                assertThat(answer)
                        .as("turned away while a place was free and nobody waited, %s", seed)
                        .isEqualTo(Answer.ADMITTED);
            }
        }

        private Answer answer(Request request) {
            if (admission.enter(request, now)) {
                letIn(now);
                return Answer.ADMITTED;
            }
            if (random.nextBoolean() && admission.turnsAway(request)) {
                return Answer.REJECTED;
            }
            Guest guest = new Guest(request);
            isArriving = true;
            Answer answer = admission.arrived(guest, now);
            isArriving = false;
            assertThat(guest.heard)
                    .as("heard what it got as an answer, %s", seed)
                    .isZero();
            switch (answer) {
                case ADMITTED -> letIn(now);
                case WAITING -> waiting.add(guest);
                case REJECTED -> {}
            }
            return answer;
        }

        private void letIn(long at) {
            (isOfExecutor ? queued : started).add(at);
            if (admission.isActive()) {
                assertThat(taken()).as("places taken, %s", seed).isLessThanOrEqualTo(mostUnderWay());
            }
        }

        private void oneStarts() {
            if (isOfExecutor && !queued.isEmpty()) {
                started.add(queued.removeFirst());
                admission.started(now);
            }
        }

        private void oneEnds() {
            if (!started.isEmpty()) {
                admission.finished(started.remove(random.nextInt(started.size())), now);
            }
        }

        private void oneGoesAway() {
            if (!waiting.isEmpty()) {
                Guest guest = new ArrayList<>(waiting).get(random.nextInt(waiting.size()));
                assertThat(admission.withdraw(guest, now)).as(seed).isTrue();
                assertThat(admission.withdraw(guest, now)).as(seed).isFalse();
                waiting.remove(guest);
            }
        }

        private void activateOrRelease() {
            if (random.nextBoolean()) {
                lastCutOff = keep == Priority.BULK ? lastCutOff : now;
                keep = Priority.all().get(random.nextInt(4));
                admission.activate(keep, now);
                // What is under way from idle times may be more than there are places: it has to end first.
                while (taken() > mostUnderWay()) {
                    oneStarts();
                    oneEnds();
                }
            } else {
                admission.release(now);
            }
        }

        private void tick() {
            admission.tick(now);
            assertThat(waiting).as("waits too long, %s", seed).noneMatch(Guest::isOver);
        }

        private void addsUp() {
            long admitted =
                    Priority.all().stream().mapToLong(admission::admitted).sum();
            long rejected =
                    Priority.all().stream().mapToLong(admission::rejected).sum();
            assertThat(admission.waiting()).as("waiting, %s", seed).isEqualTo(waiting.size());
            assertThat(admission.underWay()).as("under way, %s", seed).isEqualTo(queued.size() + started.size());
            assertThat(admitted + rejected + waiting.size()).as("all, %s", seed).isEqualTo(arrived);
            assertThat(waiting.size()).as("in the room, %s", seed).isLessThanOrEqualTo(settings.waitingRoom());
            if (!waiting.isEmpty()) {
                assertThat(waiting.size() + taken()).as("held, %s", seed).isLessThanOrEqualTo(settings.maxHeld());
            }
            if (!waiting.isEmpty() && admission.isActive()) {
                assertThat(isFree())
                        .as("a place is free while somebody waits, %s", seed)
                        .isFalse();
            }
        }

        private int mostUnderWay() {
            return Math.min(settings.maxConcurrency(), settings.maxHeld());
        }

        private int taken() {
            return isOfExecutor ? queued.size() : started.size();
        }

        private boolean isFree() {
            return !admission.isActive() || admission.underWay() < admission.limit();
        }
    }
}

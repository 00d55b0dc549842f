package dev.heal.loop;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.heal.detect.Detector;
import dev.heal.detect.Detectors;
import dev.heal.detect.Verdict;
import dev.heal.incident.IncidentEvent;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.incident.Resolution;
import dev.heal.loop.Rig.FakeRemediation;
import dev.heal.signal.Snapshot;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Foreign code that throws, hangs or lies hurts only itself. */
class MisbehavingCodeTest {

    private final Rig rig = new Rig().detector("stalled");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) org.slf4j.LoggerFactory.getLogger("dev.heal");

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
    }

    private List<String> warnings() {
        return log.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.startsWith("target orders, detector") && !line.contains("times in a row"))
                .toList();
    }

    @Test
    void aDetectorThatThrowsIsUnknownAndSaidOnceAMinute() {
        var other = new FakeRemediation("restart-pool").doing(() -> rig.well("stalled"));
        rig.step(Rig.step("restart", other, "stalled"));
        rig.detectors.put("broken", broken(() -> {
            throw new IllegalStateException("password=hunter2");
        }));
        rig.begin().run(ofMinutes(2));

        assertThat(rig.events).isEmpty();
        assertThat(warnings())
                .hasSizeBetween(2, 3)
                .allMatch(line -> line.equals("target orders, detector broken: threw IllegalStateException:"
                        + " password=[hidden]; its verdict is \"unknown\", which is neither sick nor healthy, until it"
                        + " gives a verdict again (said at most once a minute)"));

        rig.sick("stalled").run(ofSeconds(6));
        assertThat(rig.incident().resolution())
                .as("the other detector still works")
                .isEqualTo(Resolution.HEALED);
    }

    @Test
    void errorsOfADetectorAreUnknownToo() {
        rig.step(Rig.step("restart", new FakeRemediation("restart-pool")));
        rig.detectors.put("broken", broken(() -> {
            throw new StackOverflowError();
        }));
        rig.begin().run(ofMinutes(1));

        assertThat(rig.events).isEmpty();
        assertThat(warnings()).isNotEmpty();
    }

    @Test
    void aDetectorThatReturnsNullIsUnknown() {
        rig.step(Rig.step("restart", new FakeRemediation("restart-pool")));
        rig.detectors.put("null", broken(() -> null));
        rig.begin().run(ofSeconds(10));

        assertThat(rig.events).isEmpty();
        assertThat(warnings().get(0))
                .startsWith("target orders, detector null: returned null; its verdict is \"unknown\"");
    }

    @Test
    void aGaugeThatReadsNaNIsUnknownAndSaid() {
        rig.step(Rig.step("restart", new FakeRemediation("restart-pool")));
        Detector queue = Detectors.gauge("queue.length", () -> Double.NaN).above(100);
        rig.detectors.put("queue", new Rig.FakeDetector() {
            @Override
            public Verdict judge(Snapshot snapshot) {
                try {
                    return queue.judge(snapshot);
                } catch (Exception impossible) {
                    throw new AssertionError(impossible);
                }
            }

            @Override
            public List<dev.heal.signal.Gauge> gauges() {
                return queue.gauges();
            }
        });
        rig.begin().run(ofSeconds(10));

        assertThat(rig.events).isEmpty();
        assertThat(warnings().get(0))
                .startsWith(
                        "target orders, detector queue: its gauge queue.length read NaN; its verdict is \"unknown\"");
    }

    @Test
    void aDetectorThatHangsIsUnknownIsNeverStartedTwiceAndHoldsNobodyUp() {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger started = new AtomicInteger();
        var restart = new FakeRemediation("restart-pool").doing(() -> rig.well("stalled"));
        rig.step(Rig.step("restart", restart, "stalled")).workers(Workers.threads());
        rig.detectors.put("hanging", broken(() -> {
            started.incrementAndGet();
            awaitIgnoringInterrupts(release);
            return Verdict.healthy();
        }));
        rig.begin();
        await().pollInterval(ofMillis(5)).until(() -> started.get() == 1);

        rig.sick("stalled");
        await().pollInterval(ofMillis(5)).until(() -> {
            rig.run(Rig.TICK);
            return rig.types().contains(Type.RESOLVED);
        });

        assertThat(started.get()).isEqualTo(1);
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.HEALED);
        assertThat(warnings().get(0)).startsWith("target orders, detector hanging: has not answered for ");
        release.countDown();
    }

    @Test
    void aDetectorThatHangsIsSickWhereItSaysSo() {
        CountDownLatch release = new CountDownLatch(1);
        var restart = new FakeRemediation("restart-pool");
        rig.step(Rig.step("restart", restart)).workers(Workers.threads());
        rig.detectors.put("probe", new Rig.FakeDetector() {
            @Override
            public Verdict judge(Snapshot snapshot) {
                awaitIgnoringInterrupts(release);
                return Verdict.healthy();
            }

            @Override
            public java.util.Optional<java.time.Duration> sickIfUnansweredFor() {
                return java.util.Optional.of(ofSeconds(15));
            }
        });
        rig.begin().run(ofSeconds(13));
        assertThat(rig.events).isEmpty();

        driveUntil(Type.DETECTED);
        assertThat(rig.texts(Type.DETECTED).get(0))
                .startsWith("the detector has not answered for 15")
                .endsWith("(limit 2s)");
        release.countDown();
    }

    @Test
    void moreDetectorsThanThreadsMayHangAndTheOthersStillLook() {
        CountDownLatch release = new CountDownLatch(1);
        var restart = new FakeRemediation("restart-pool").doing(() -> rig.well("stalled"));
        rig.step(Rig.step("restart", restart, "stalled")).workers(Workers.threads());
        for (int i = 0; i < 10; i++) {
            rig.detectors.put("hanging-" + i, broken(() -> {
                awaitIgnoringInterrupts(release);
                return Verdict.healthy();
            }));
        }
        rig.begin();

        rig.sick("stalled");
        driveUntil(Type.RESOLVED);

        assertThat(rig.incident().resolution()).isEqualTo(Resolution.HEALED);
        release.countDown();
    }

    @Test
    void aRemediationThatThrowsAnErrorHasFailedAndTheNextStepHasItsTurn() {
        var broken = new FakeRemediation("broken").doing(() -> {
            throw new NoClassDefFoundError("com/example/Gone");
        });
        var restart = new FakeRemediation("restart-pool").doing(() -> rig.well("stalled"));
        rig.step(Rig.step("broken", broken)).step(Rig.step("restart", restart)).begin();

        rig.sick("stalled").run(ofSeconds(8));

        assertThat(rig.texts(Type.FAILED)).containsExactly("NoClassDefFoundError: com/example/Gone");
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.HEALED);
    }

    @Test
    void aRemediationThatTakesTooLongIsInterruptedAndTheNextStepHasItsTurn() {
        CountDownLatch never = new CountDownLatch(1);
        var slow = new FakeRemediation("slow").doing(() -> {
            try {
                never.await();
            } catch (InterruptedException stop) {
                throw new IllegalStateException("stopped");
            }
        });
        var restart = new FakeRemediation("restart-pool").doing(() -> rig.well("stalled"));
        rig.workers(Workers.threads())
                .step(Rig.step("slow", slow))
                .step(Rig.step("restart", restart))
                .begin();

        rig.sick("stalled");
        driveUntil(Type.RESOLVED);

        assertThat(rig.texts(Type.TIMED_OUT))
                .containsExactly("was interrupted after 20s: IllegalStateException: stopped");
        assertThat(slow.applied).isEqualTo(1);
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.HEALED);
    }

    @Test
    void aRemediationThatIgnoresItsInterruptLocksTheTargetAndShowsWhereItIs() {
        CountDownLatch release = new CountDownLatch(1);
        var stubborn = new FakeRemediation("stubborn").doing(() -> awaitIgnoringInterrupts(release));
        var restart = new FakeRemediation("restart-pool");
        rig.workers(Workers.threads())
                .step(Rig.step("stubborn", stubborn))
                .step(Rig.step("restart", restart))
                .begin();

        rig.sick("stalled");
        driveUntil(Type.ESCALATED);
        rig.run(ofMinutes(5));

        IncidentEvent timedOut = rig.events(Type.TIMED_OUT).findFirst().orElseThrow();
        assertThat(timedOut.figures().get("stack")).contains("awaitIgnoringInterrupts");
        assertThat(restart.applied).isZero();
        assertThat(stubborn.applied).isEqualTo(1);

        release.countDown();
        driveUntil(Type.NOTE);
        assertThat(rig.texts(Type.NOTE))
                .containsExactly("the remediation that ignored its interrupt has ended after all");
    }

    @Test
    void closingInterruptsWhatIsUnderWayAndClosesTheIncident() {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        var slow = new FakeRemediation("slow").doing(() -> {
            entered.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException stop) {
                interrupted.countDown();
            }
        });
        rig.workers(Workers.threads()).step(Rig.step("slow", slow)).begin();
        rig.sick("stalled");
        await().pollInterval(ofMillis(5)).until(() -> {
            rig.run(Rig.TICK);
            return entered.getCount() == 0;
        });

        rig.loop.close();

        await().until(() -> interrupted.getCount() == 0);
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.STOPPED);
    }

    private void driveUntil(Type type) {
        await().pollInterval(ofMillis(5)).until(() -> {
            rig.run(Rig.TICK);
            return rig.types().contains(type);
        });
    }

    private static void awaitIgnoringInterrupts(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException ignored) {
                // this is what misbehaving means
            }
        }
    }

    private static Rig.FakeDetector broken(java.util.function.Supplier<Verdict> judge) {
        return new Rig.FakeDetector() {
            @Override
            public Verdict judge(Snapshot snapshot) {
                return judge.get();
            }
        };
    }

    @Test
    void aRemediationThatNeverStopsTellingIsCutShortAndHoldsNobodyUp() {
        var chatty = new FakeRemediation("chatty") {
            @Override
            public dev.heal.remediation.Undo apply(dev.heal.remediation.RemediationContext context) {
                for (int i = 0; i < 100_000; i++) {
                    context.note("note " + i);
                }
                rig.well("stalled");
                return dev.heal.remediation.Undo.NOTHING;
            }
        };
        rig.step(Rig.step("chatty", chatty)).begin();

        rig.sick("stalled").run(ofSeconds(8));

        assertThat(rig.texts(Type.NOTE)).hasSize(50).last().isEqualTo("further notes of this attempt are not kept");
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.HEALED);
    }

    @Test
    void aMachineWithoutAThreadToSpareFailsTheStepAndNotTheTarget() {
        AtomicInteger refused = new AtomicInteger();
        var restart = new FakeRemediation("restart-pool").doing(() -> rig.well("stalled"));
        java.util.concurrent.Executor once = work -> {
            if (refused.incrementAndGet() <= 2) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            work.run();
        };
        rig.workers(new Workers(Runnable::run, once))
                .step(Rig.step("restart", restart))
                .begin();

        rig.sick("stalled").run(ofSeconds(10));

        assertThat(rig.texts(Type.WAITING).get(0)).startsWith("no thread to run on: OutOfMemoryError");
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.HEALED);
    }

    @Test
    void aDescriptionThatIsAskedForOnceCannotStopTheLoop() {
        AtomicInteger asked = new AtomicInteger();
        var restart = new FakeRemediation("restart-pool") {
            @Override
            public String plan() {
                asked.incrementAndGet();
                return "restart the pool";
            }
        };
        rig.mode(dev.heal.policy.Mode.OBSERVE)
                .step(Rig.step("restart", restart))
                .begin();
        int before = asked.get();

        rig.sick("stalled").run(ofSeconds(10));

        assertThat(asked.get()).isEqualTo(before);
    }
}

package dev.heal.observe;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent;
import dev.heal.incident.IncidentEvent.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Those who are told hurt neither the loop nor one another. */
@Timeout(20)
class ObserversTest {

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Observer listener = (incident, event) -> heard.add(event.text());
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger entered = new AtomicInteger();
    private final Observer blocked = (incident, event) -> {
        entered.incrementAndGet();
        boolean interrupted = false;
        while (true) {
            try {
                gate.await();
                break;
            } catch (InterruptedException ignored) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    };

    @AfterEach
    void letGo() {
        gate.countDown();
    }

    @Test
    void eachHearsEverythingInOrder() {
        try (Observers observers = onOwnThreads(listener)) {
            for (int i = 0; i < 500; i++) {
                tell(observers, "event " + i);
            }
            await().until(() -> heard.size() == 500);
        }

        assertThat(heard).containsExactly(numbered(500));
    }

    @Test
    void oneThatThrowsIsLoggedAndTheOthersAreStillTold() {
        try (LogLines log = LogLines.of(Observers.class)) {
            Observer broken = (incident, event) -> {
                if (event.text().equals("first")) {
                    throw new IllegalStateException("webhook https://bot:c4n4ry@chat.example failed");
                }
                throw new LinkageError("no such class");
            };
            Observers observers = Observers.on(List.of(broken, listener), one -> Runnable::run);

            tell(observers, "first");
            tell(observers, "second");

            assertThat(heard).containsExactly("first", "second");
            assertThat(log.events()).extracting(ILoggingEvent::getLevel).containsOnly(Level.WARN);
            assertThat(log.events())
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly(
                            "the observer " + broken.getClass().getName()
                                    + " failed on NOTE of incident inventory-1: IllegalStateException:"
                                    + " webhook https://[credentials]@chat.example failed",
                            "the observer " + broken.getClass().getName()
                                    + " failed on NOTE of incident inventory-1: LinkageError: no such class");
            assertThat(log.events()).allMatch(line -> line.getThrowableProxy() == null);
        }
    }

    @Test
    void oneThatBlocksDelaysNeitherTheTellerNorTheOthers() {
        try (Observers observers = onOwnThreads(blocked, listener)) {
            tell(observers, "event 0");
            await().until(() -> entered.get() == 1);

            // The teller comes back from each of these though the first observer has not.
            for (int i = 1; i < 50; i++) {
                tell(observers, "event " + i);
            }
            await().until(() -> heard.size() == 50);

            assertThat(heard).containsExactly(numbered(50));
            gate.countDown();
        }
    }

    @Test
    void whatAFullQueueCannotTakeIsDroppedAndCountedAndTheOthersHearIt() {
        try (Observers observers = onOwnThreads(blocked, listener)) {
            tell(observers, "event 0");
            await().until(() -> entered.get() == 1);

            for (int i = 1; i <= 1_007; i++) {
                int before = i;
                await().pollInterval(Duration.ofMillis(1)).until(() -> heard.size() == before);
                tell(observers, "event " + i);
            }
            await().until(() -> heard.size() == 1_008);

            assertThat(observers.dropped()).isEqualTo(7);
            gate.countDown();
        }
    }

    @Test
    void anExecutorThatFailsDoesNotHarmTheTeller() {
        Observers observers = Observers.on(List.of(listener), one -> task -> {
            throw new OutOfMemoryError("unable to create native thread");
        });

        assertThatCode(() -> tell(observers, "x")).doesNotThrowAnyException();
        assertThat(observers.dropped()).isEqualTo(1);
    }

    @Test
    void closingLetsThemHearTheRest() {
        Observers observers = onOwnThreads(listener);
        for (int i = 0; i < 300; i++) {
            tell(observers, "event " + i);
        }

        observers.close();

        assertThat(heard).containsExactly(numbered(300));
    }

    @Test
    void closingWaitsASecondForThoseWhoBlockAndNotLonger() {
        Observers observers = onOwnThreads(blocked, blocked, blocked, listener);
        tell(observers, "event 0");
        tell(observers, "event 1");
        await().until(() -> entered.get() == 3);

        long began = System.nanoTime();
        observers.close();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(ofSeconds(5));
        assertThat(heard).containsExactly("event 0", "event 1");
        assertThat(observers.dropped())
                .as("one each that the blocked ones will not hear")
                .isEqualTo(3);
    }

    @Test
    void whoIsToldAfterTheEndIsNotToldAndThatIsCounted() {
        Observers observers = onOwnThreads(listener);
        observers.close();

        assertThatCode(() -> tell(observers, "late")).doesNotThrowAnyException();
        assertThat(heard).isEmpty();
        assertThat(observers.dropped()).isEqualTo(1);
    }

    @Test
    void aCloserThatIsInterruptedGoesOnAtOnceAndStaysInterrupted() {
        Observers observers = onOwnThreads(blocked);
        tell(observers, "event 0");
        Thread.currentThread().interrupt();

        observers.close();

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void eachHasOneThreadOfItsOwnThatBeginsWithTheFirstEvent() {
        AtomicInteger threads = new AtomicInteger();
        try (Observers observers = Observers.onOwnThreads(List.of(listener, listener), body -> {
            threads.incrementAndGet();
            return daemon().newThread(body);
        })) {
            assertThat(threads).hasValue(0);

            tell(observers, "first");
            tell(observers, "second");
            await().until(() -> heard.size() == 4);

            assertThat(threads).hasValue(2);
        }
    }

    @Test
    void theMailboxesMayBeTheCallersOwn() {
        Deque<Runnable> later = new ArrayDeque<>();
        Observers observers = Observers.on(List.of(listener), one -> later::add);

        tell(observers, "first");
        assertThat(heard).isEmpty();

        new ArrayList<>(later).forEach(Runnable::run);
        assertThat(heard).containsExactly("first");
    }

    private static Observers onOwnThreads(Observer... observers) {
        return Observers.onOwnThreads(List.of(observers), daemon());
    }

    private static ThreadFactory daemon() {
        return body -> {
            Thread thread = new Thread(body, "observer-under-test");
            thread.setDaemon(true);
            return thread;
        };
    }

    private static void tell(Observers observers, String text) {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        observers.tell(
                Incident.open("inventory-1", "inventory", now, Duration.ZERO),
                new IncidentEvent(now, Duration.ZERO, Type.NOTE, null, text, Map.of()));
    }

    private static String[] numbered(int count) {
        String[] all = new String[count];
        for (int i = 0; i < count; i++) {
            all[i] = "event " + i;
        }
        return all;
    }
}

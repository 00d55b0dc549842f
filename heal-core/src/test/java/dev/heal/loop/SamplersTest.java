package dev.heal.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The sampler threads")
class SamplersTest {

    private final Samplers samplers = new Samplers();
    private final AtomicInteger done = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void close() {
        release.countDown();
        samplers.close();
    }

    @Test
    void doAllThatWasPutDownOnceTheyAreWoken() {
        for (int i = 0; i < 10_000; i++) {
            samplers.add(done::incrementAndGet);
        }
        samplers.wake();

        await().untilAsserted(() -> assertThat(done).hasValue(10_000));
    }

    @Test
    void goOnBesideLooksThatHang() {
        for (int i = 0; i < 3; i++) {
            samplers.add(this::hang);
        }
        for (int i = 0; i < 100; i++) {
            samplers.add(done::incrementAndGet);
        }
        samplers.wake();

        await().untilAsserted(() -> assertThat(done).hasValue(100));
    }

    @Test
    void areOneMoreForEachThatIsLost() {
        for (int i = 0; i < 4; i++) {
            samplers.add(this::hang);
        }
        samplers.add(done::incrementAndGet);
        samplers.wake();

        samplers.lost();

        await().untilAsserted(() -> assertThat(done).hasValue(1));
    }

    @Test
    void doTheRestAlsoAfterALookThatThrew() {
        for (int i = 0; i < 4; i++) {
            samplers.add(() -> {
                throw new IllegalStateException("a look that must not throw, and does");
            });
        }
        for (int i = 0; i < 20; i++) {
            samplers.add(done::incrementAndGet);
        }
        samplers.wake();

        await().dontCatchUncaughtExceptions()
                .untilAsserted(() -> assertThat(done).hasValue(20));
    }

    private void hang() {
        try {
            release.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.heal.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@DisplayName("Threads are spread over the stripes, also where each of them makes one call")
class StripesTest {

    private final AtomicIntegerArray hits = new AtomicIntegerArray(Stripes.COUNT);

    private void hit() {
        hits.getAndIncrement(Stripes.mine());
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void new_virtual_threads_take_the_stripes_in_turn() throws Exception {
        int threads = 8_000;
        for (int i = 0; i < threads; i++) {
            Thread one = (Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, (Runnable) this::hit);
            one.join();
        }
        assertSpread(threads);
    }

    @Test
    void new_platform_threads_take_the_stripes_in_turn() throws InterruptedException {
        int threads = 400;
        for (int i = 0; i < threads; i++) {
            Thread one = new Thread(this::hit);
            one.start();
            one.join();
        }
        assertSpread(threads);
    }

    /** Other threads of the JVM take ids too, so the shares are not quite alike. */
    private void assertSpread(int threads) {
        int sum = 0;
        for (int stripe = 0; stripe < Stripes.COUNT; stripe++) {
            assertThat(hits.get(stripe)).as("stripe " + stripe).isGreaterThan(threads / Stripes.COUNT / 2);
            sum += hits.get(stripe);
        }
        assertThat(sum).isEqualTo(threads);
    }
}

package dev.heal.benchmarks.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The open loop: what is sent when, and from when a latency counts. */
class OpenLoopTest {

    /** Moves on by itself at each look, so that nobody waits for it. */
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void requests_are_due_at_even_intervals_whatever_becomes_of_the_answers() {
        assertThat(OpenLoop.due(7, 0, 500)).isEqualTo(7);
        assertThat(OpenLoop.due(7, 1, 500)).isEqualTo(2_000_007);
        assertThat(OpenLoop.due(7, 1_800_000, 500)).isEqualTo(3_600_000_000_007L);
    }

    @Test
    void a_server_that_stalls_is_charged_for_every_request_that_was_due_meanwhile() throws Exception {
        long stall = 1_000_000_000;
        OpenLoop loop = new OpenLoop(() -> asker(request -> nanos.addAndGet(request == 0 ? stall : 0)), 1, this::now);

        Latencies latencies = loop.run(100, 1_000);

        assertThat(latencies.quantile(1)).isGreaterThanOrEqualTo(stall);
        assertThat(latencies.quantile(0.01))
                .as("the last of them was due 99 ms after the first")
                .isGreaterThanOrEqualTo(stall - 99_000_000);
    }

    @Test
    void a_request_without_an_answer_is_an_error_and_has_its_latency() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        OpenLoop loop = new OpenLoop(
                () -> {
                    opened.incrementAndGet();
                    return asker(request -> {
                        if (request == 3) {
                            throw new IOException("reset");
                        }
                    });
                },
                1,
                this::now);

        Latencies latencies = loop.run(10, 1_000);

        assertThat(latencies.errors()).isOne();
        assertThat(opened).as("connections, one after the error").hasValue(2);
        assertThat(latencies.quantile(0.1)).isPositive();
    }

    @Test
    void a_quantile_is_a_latency_that_was_measured() {
        Latencies latencies = new Latencies(1_000);
        for (int i = 0; i < 1_000; i++) {
            latencies.answered(i, 1_000 - i);
        }

        assertThat(latencies.quantile(0.5)).isEqualTo(500);
        assertThat(latencies.quantile(0.999)).isEqualTo(999);
        assertThat(latencies.quantile(1)).isEqualTo(1_000);
        assertThatThrownBy(() -> latencies.quantile(0)).hasMessage("no quantile 0.0 of 1000 requests");
    }

    private long now() {
        return nanos.addAndGet(100_000);
    }

    private interface Answer {
        void to(int request) throws IOException;
    }

    private static OpenLoop.Asker asker(Answer answer) {
        return new OpenLoop.Asker() {
            @Override
            public void ask(int request) throws IOException {
                answer.to(request);
            }

            @Override
            public void close() {}
        };
    }
}

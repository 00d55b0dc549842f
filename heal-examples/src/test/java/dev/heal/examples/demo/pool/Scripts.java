package dev.heal.examples.demo.pool;

import dev.heal.examples.load.Schedule;
import java.time.Duration;

/** The course of the plays that are made by hand, one request every 100 ms. */
final class Scripts {

    /** 2 s before the fault and 18 s after it are measured, deadline 3 s, hold 3 s. */
    static final Script SCRIPT = new Script(
            new Schedule(Duration.ofMillis(100), 1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            Duration.ofSeconds(20),
            Duration.ofSeconds(18),
            Duration.ofSeconds(3),
            Duration.ofSeconds(3));

    private Scripts() {}
}

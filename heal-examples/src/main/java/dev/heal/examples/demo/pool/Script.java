package dev.heal.examples.demo.pool;

import dev.heal.examples.load.Schedule;
import java.time.Duration;

/**
 * The course of a play, the same for all three.
 *
 * @param schedule the load
 * @param steady for so long every request must have been answered before the fault may come; measured too
 * @param warmUpAtLeast before this nothing is called steady: a JVM needs a moment
 * @param warmUpAtMost who is not steady by then is not tried
 * @param afterFault for so long the load goes on
 * @param deadline a customer who waited longer is lost
 * @param hold healed is who loses no request for so long
 */
record Script(
        Schedule schedule,
        Duration steady,
        Duration warmUpAtLeast,
        Duration warmUpAtMost,
        Duration afterFault,
        Duration deadline,
        Duration hold) {

    /** 5 pages of 10 items a second; about 25 s a play, so that three stay within a minute and a half. */
    static final Script STANDARD = new Script(
            new Schedule(Duration.ofMillis(200), 10),
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            Duration.ofSeconds(20),
            Duration.ofSeconds(18),
            Duration.ofSeconds(3),
            Duration.ofSeconds(3));
}

package dev.heal.examples.demo.region;

import dev.heal.examples.load.Schedule;
import java.time.Duration;

/**
 * What happens to all three shops, and when.
 *
 * @param reads the load
 * @param orders what is written now and then
 * @param deadline a customer who waited longer is lost
 * @param steady for so long every read must have been answered before anything may happen
 * @param warmUpAtLeast before this nothing is called steady: a JVM needs a moment
 * @param warmUpAtMost who is not steady by then is not tried
 * @param afterKill from the death of home to the first blip
 * @param blip for so long a link is cut; less than what heal calls sustained
 * @param blipEvery from one blip to the next
 * @param blipsAway how many strike the standby while it serves
 * @param returnAtMost from the start of home to the next blip, at most
 * @param blipsAtHome how many strike home once it serves again
 * @param between from the death of the standby to the second death of home
 * @param bothDown for so long the load goes on after that
 * @param lostSecondsAtMost in so many seconds after the kill may a read be lost, where heal takes part
 * @param lostSecondsOfBlip in so many seconds from the beginning of each blip to the next
 * @param lostSecondsOfReturn in so many seconds between the blips away and those at home
 */
record Course(
        Schedule reads,
        Schedule orders,
        Duration deadline,
        Duration steady,
        Duration warmUpAtLeast,
        Duration warmUpAtMost,
        Duration afterKill,
        Duration blip,
        Duration blipEvery,
        int blipsAway,
        Duration returnAtMost,
        int blipsAtHome,
        Duration between,
        Duration bothDown,
        int lostSecondsAtMost,
        int lostSecondsOfBlip,
        int lostSecondsOfReturn) {

    /** 50 reads and 2 orders a second for each shop; about a minute and a half in all. */
    static final Course STANDARD = new Course(
            new Schedule(Duration.ofMillis(200), 10),
            new Schedule(Duration.ofMillis(500), 1),
            Duration.ofSeconds(3),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(40),
            Duration.ofSeconds(13),
            Duration.ofMillis(1_200),
            Duration.ofMillis(3_500),
            3,
            Duration.ofSeconds(25),
            2,
            Duration.ofMillis(500),
            Duration.ofSeconds(12),
            10,
            3,
            3);
}

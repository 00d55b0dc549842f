package dev.heal.examples.demo.region;

/**
 * When what really happened, on the clock's nanoseconds.
 *
 * @param kill home was killed
 * @param firstBlip the first blip began
 * @param restarted home answered again
 * @param bothDown the first of both was killed
 * @param end the load ended
 */
record Moments(long kill, long firstBlip, long restarted, long bothDown, long end) {}

package dev.heal.test.fault;

import java.time.Duration;

/**
 * One way in which a network path can be sick, and for how long.
 *
 * @param kind what goes wrong
 * @param reach which connections it strikes
 * @param delay what each chunk waits in each direction; zero unless the kind is {@link Kind#LATENCY}
 * @param timeToLive after this the fault ends by itself
 */
public record Fault(Kind kind, Reach reach, Duration delay, Duration timeToLive) {

    /** So long does a fault live that was given no time of its own: nobody has to remember to end it. */
    public static final Duration DEFAULT_TIME_TO_LIVE = Duration.ofMinutes(10);

    /** What goes wrong. */
    public enum Kind {
        LATENCY,
        REFUSE,
        RESET,
        BLACK_HOLE,
        HALF_OPEN
    }

    /** Which connections a fault strikes: those there are when it begins, those opened while it lasts, or both. */
    public enum Reach {
        EXISTING,
        NEW,
        ALL
    }

    /** @throws IllegalArgumentException if a duration makes no sense; the message says which */
    public Fault {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("a delay of " + delay + " is not possible: write zero or more");
        }
        if (timeToLive.isNegative() || timeToLive.isZero()) {
            throw new IllegalArgumentException(
                    "a time to live of " + timeToLive + " would end the fault before it began: write more than zero");
        }
    }

    /** Each chunk takes so much longer, in each direction; the order of bytes stays. */
    public static Fault latency(Duration delay) {
        return new Fault(Kind.LATENCY, Reach.ALL, delay, DEFAULT_TIME_TO_LIVE);
    }

    /** New connections are refused, as if nobody listened; those there are go on. */
    public static Fault refuse() {
        return of(Kind.REFUSE, Reach.NEW);
    }

    /** The connections there are now get a TCP reset on both sides, once; new ones work. */
    public static Fault reset() {
        return of(Kind.RESET, Reach.EXISTING);
    }

    /** Connections are accepted and bytes are taken, but nothing is ever passed on: neither way. */
    public static Fault blackHole() {
        return of(Kind.BLACK_HOLE, Reach.ALL);
    }

    /** New connections are accepted and then nothing is ever heard: a login hangs. Those there are go on. */
    public static Fault blackHoledLogin() {
        return of(Kind.BLACK_HOLE, Reach.NEW);
    }

    /**
     * The connections there are now hang for ever: no byte, FIN or RST comes through any more, in either direction, as
     * when a firewall has forgotten them. New ones work.
     */
    public static Fault halfOpen() {
        return of(Kind.HALF_OPEN, Reach.EXISTING);
    }

    /** As {@link #halfOpen()}, and connections opened while the fault lasts hang as well. */
    public static Fault halfOpenAndNoNewOnes() {
        return of(Kind.HALF_OPEN, Reach.ALL);
    }

    /** The same fault, ending by itself after so long. */
    public Fault lasting(Duration timeToLive) {
        return new Fault(kind, reach, delay, timeToLive);
    }

    boolean strikesExisting() {
        return reach != Reach.NEW;
    }

    boolean strikesNew() {
        return reach != Reach.EXISTING;
    }

    private static Fault of(Kind kind, Reach reach) {
        return new Fault(kind, reach, Duration.ZERO, DEFAULT_TIME_TO_LIVE);
    }
}

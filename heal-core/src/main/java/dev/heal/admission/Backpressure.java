package dev.heal.admission;

import dev.heal.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * What a client knows of one server's load, and what it therefore keeps to itself: calls that the server would turn away are
 * not sent, which spares it the cost of turning them away. One for each server, or each group of servers behind one address.
 *
 * <p>A cut-off that was heard holds for a second, so that a server that has recovered, or is gone, is not starved by old
 * news; after that a quarter of a class more is sent every 100 ms. While it holds, a class is sent with 1.5 times the share
 * that the server admits: enough that the server stays busy and sees when it may admit more, and never less than it admits.
 *
 * <pre>{@code
 * if (!server.passes(priority)) throw server.withheld(priority);
 * answer = send(request);
 * answer.header(CutOff.HEADER).flatMap(CutOff::parse).ifPresentOrElse(server::heard, server::heardNothing);
 * if (answer.isTurnedAway()) wait = server.rejected(answer.retryAfter());   // after that: server.mayRetry(priority)
 * }</pre>
 *
 * Safe for use by all threads; takes no lock, and as long as nothing is withheld it reads a field and no more.
 */
public final class Backpressure {

    /** What the server admits, and when it said so. */
    private record Hint(double depth, long heard) {}

    private static final Hint NOTHING = new Hint(CutOff.NONE.depth(), 0);

    private static final long NOT_SAID = Long.MIN_VALUE;

    private static final long LIFE = Duration.ofSeconds(1).toNanos();
    private static final long STEP = Duration.ofMillis(100).toNanos();
    private static final double DEPTH_A_STEP = 0.25;
    private static final double MORE_THAN_ADMITTED = 1.5;

    /** So long after a rejection the server may still have to do with what piled up. */
    private static final long AFTERMATH = Duration.ofSeconds(10).toNanos();

    /** A longer wait comes from the net, and says no more than that nobody should wait for it. */
    private static final Duration LONGEST = Duration.ofHours(1);

    /** Up to so much longer than the server says, since it says it in whole seconds to all. */
    private static final double SPREAD = 0.25;

    /**
     * The golden ratio, as a part of 2^64: its multiples fill the range more evenly than chance would (Weyl), so that of
     * any ten calls at a share of 0.3 three pass, give or take one.
     */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private static final AtomicReferenceFieldUpdater<Backpressure, Hint> HINT =
            AtomicReferenceFieldUpdater.newUpdater(Backpressure.class, Hint.class, "hint");

    private final String server;
    private final RetryBudget retries;
    private final Clock clock;

    private volatile Hint hint = NOTHING;

    /** Nanoseconds of the clock; the server's last Retry-After is over then. {@link #NOT_SAID} for none. */
    private volatile long notBefore = NOT_SAID;

    /** When the server last turned a call away for having too much to do; {@link #NOT_SAID} if it never did. */
    private volatile long turnedAway = NOT_SAID;

    /** Where in the sequence the next decision stands. */
    private final AtomicLong sequence;

    private Backpressure(String server, RetryBudget retries, Clock clock, long seed) {
        this.server = server;
        this.retries = retries;
        this.clock = clock;
        this.sequence = new AtomicLong(mixed(seed));
    }

    /** With the usual budget for retries. @param server its name, for the message of what is withheld */
    public static Backpressure of(String server, Clock clock) {
        return of(server, RetryBudget.standard(clock), clock);
    }

    /** @param retries the budget for calls that are sent to this server again */
    public static Backpressure of(String server, RetryBudget retries, Clock clock) {
        return of(server, retries, clock, ThreadLocalRandom.current().nextLong());
    }

    /**
     * One that decides the same each time it hears the same.
     *
     * @param seed another one for each client: clients that decide alike would all send at once, or none
     */
    public static Backpressure of(String server, RetryBudget retries, Clock clock, long seed) {
        return new Backpressure(server, retries, clock, seed);
    }

    /** The server's name. */
    public String server() {
        return server;
    }

    /**
     * The budget for calls that are sent to this server again. Paid in at one place only, by the client that sends a call for
     * the first time and has heard that it {@link #passes}; whatever wraps that client takes from it and pays nothing in.
     */
    public RetryBudget retries() {
        return retries;
    }

    /** The server has answered, and said what it admits. */
    public void heard(CutOff cutOff) {
        if (cutOff.isNone()) {
            heardNothing();
        } else {
            hint = new Hint(cutOff.depth(), clock.nanos());
        }
    }

    /**
     * The server has answered as usual, and not said that it turns anything away; not for a rejection without a cut-off. What
     * it said before of how long to leave it alone is over as well.
     */
    public void heardNothing() {
        // Read before it is written: in ordinary times every answer comes by here, on every thread.
        if (hint != NOTHING) {
            hint = NOTHING;
        }
        if (notBefore != NOT_SAID) {
            notBefore = NOT_SAID;
        }
    }

    /**
     * The server has turned a call away.
     *
     * @param retryAfter how long it wants to be left alone; zero if it does not say, and no more than an hour counts
     * @return how long to wait at least before this call is sent again: up to a quarter more, differently from call to call
     */
    public Duration rejected(Duration retryAfter) {
        Duration heeded = heeded(retryAfter);
        long now = clock.nanos();
        long until = now + heeded.toNanos();
        if (!heeded.isZero() || hint != NOTHING) {
            turnedAway = now == NOT_SAID ? now + 1 : now;
        }
        // Of two at once either may win: they differ by no more than the two answers do.
        long known = notBefore;
        if (known == NOT_SAID || until - known > 0) {
            notBefore = until == NOT_SAID ? until + 1 : until;
        }
        return spread(heeded);
    }

    /**
     * Whether a call of this class may be sent now. To be asked once for each call, whose turn is used up by the answer.
     * Allocates nothing.
     */
    public boolean passes(Priority priority) {
        Hint known = hint;
        if (known == NOTHING) {
            return true;
        }
        double depth = depth(known, clock.nanos());
        if (depth >= CutOff.NONE.depth()) {
            HINT.compareAndSet(this, known, NOTHING);
            return true;
        }
        double share = MORE_THAN_ADMITTED * Math.min(1, Math.max(0, depth - priority.ordinal()));
        return share >= 1 || (share > 0 && next() < share);
    }

    /**
     * Whether a call of this class that was sent before may be sent again now, after the wait that {@link #rejected} told;
     * {@link #passes} need not be asked too. What the server would turn away costs the budget nothing; and for ten seconds
     * after a rejection that said when to come back or what is admitted, the budget is that of a busy server
     * ({@link RetryBudget#tryRareRetry}).
     */
    public boolean mayRetry(Priority priority) {
        return passes(priority) && tryRetry();
    }

    /**
     * Takes a retry out of the budget, for who asks {@link #passes} at another moment; false if there is none, and then the
     * call must not be sent again.
     */
    public boolean tryRetry() {
        return isInAftermath() ? retries.tryRareRetry() : retries.tryRetry();
    }

    private boolean isInAftermath() {
        long last = turnedAway;
        return last != NOT_SAID && clock.nanos() - last < AFTERMATH;
    }

    /** What to throw in place of a call that does not pass. */
    public LoadShedException withheld(Priority priority) {
        return new LoadShedException(server, priority, retryAfter(), cutOff());
    }

    /** What the server admits, as far as is known now; after the hint's second this rises by itself. */
    public CutOff cutOff() {
        Hint known = hint;
        return known == NOTHING ? CutOff.NONE : new CutOff(depth(known, clock.nanos()));
    }

    /**
     * How long to leave the server alone with what it does not admit: until both its last Retry-After and its hint are over,
     * and up to a quarter longer; zero if nothing is known.
     */
    public Duration retryAfter() {
        Hint known = hint;
        long now = clock.nanos();
        long until = notBefore;
        long left = until == NOT_SAID ? 0 : Math.max(0, until - now);
        if (known != NOTHING) {
            left = Math.max(left, known.heard + LIFE - now);
        }
        return spread(Duration.ofNanos(left));
    }

    private static double depth(Hint known, long now) {
        long over = now - known.heard - LIFE;
        double more = over < 0 ? 0 : over / STEP * DEPTH_A_STEP;
        return Math.min(CutOff.NONE.depth(), known.depth + more);
    }

    private Duration heeded(Duration retryAfter) {
        if (retryAfter.isNegative()) {
            return Duration.ZERO;
        }
        return retryAfter.compareTo(LONGEST) > 0 ? LONGEST : retryAfter;
    }

    private Duration spread(Duration wait) {
        return wait.isZero() ? wait : wait.plusNanos((long) (wait.toNanos() * SPREAD * next()));
    }

    /** From 0 to 1, evenly. */
    private double next() {
        return (sequence.getAndAdd(GOLDEN) >>> 11) * 0x1.0p-53;
    }

    /** Far apart for seeds that are close (the finalizer of SplitMix64). */
    private static long mixed(long seed) {
        long z = seed + GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}

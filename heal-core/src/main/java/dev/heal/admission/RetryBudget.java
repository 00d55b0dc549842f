package dev.heal.admission;

import dev.heal.check.Check;
import dev.heal.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many calls may be sent a second time, so that retries cannot double the load on what is sick already: each request
 * deposits a part of a retry, and each retry takes a whole one. So that little traffic may retry too, a few a second are had
 * for nothing.
 *
 * <p>Over any span the retries are at most {@code ratio} times the requests, what was saved up before, and those had for
 * nothing. The ratio and the floor are those of Finagle's {@code RetryBudget}. Safe for use by all threads; takes no lock
 * and allocates nothing, and a request that finds the budget full writes nothing.
 */
public final class RetryBudget {

    private static final long TOKEN = 1_000_000;
    private static final double NANOS_A_SECOND = 1e9;

    /** So many seconds' worth of those had for nothing are saved up. */
    private static final long SAVED_SECONDS = 10;

    private final Clock clock;
    private final long deposit;
    private final long most;
    private final long interval;
    private final long tolerance;

    /** Millionths of a retry. */
    private final AtomicLong saved = new AtomicLong();

    /** When the last of the retries had for nothing would be due if they came evenly (the cell-rate algorithm, ITU I.371). */
    private final AtomicLong due;

    private RetryBudget(double ratio, double perSecond, int most, Clock clock) {
        this.clock = clock;
        this.deposit = Math.round(ratio * TOKEN);
        this.most = most * TOKEN;
        this.interval = perSecond == 0 ? 0 : Math.max(1, Math.round(NANOS_A_SECOND / perSecond));
        this.tolerance = Math.max(interval, SAVED_SECONDS * 1_000_000_000);
        this.due = new AtomicLong(clock.nanos() - tolerance);
    }

    /** One retry for ten requests, one a second for nothing, and no more than 100 at once saved up. */
    public static RetryBudget standard(Clock clock) {
        return of(0.1, 1, 100, clock);
    }

    /**
     * @param ratio how much of a retry each request deposits; above 0 and at most 1
     * @param perSecond how many a second are had for nothing, of which those of ten seconds are saved up; 0 for none
     * @param most how many the deposits may save up; at least 1
     * @throws dev.heal.check.InvalidConfigurationException naming all that is wrong
     */
    public static RetryBudget of(double ratio, double perSecond, int most, Clock clock) {
        Check check = Check.of("retry-budget");
        check.ratio("ratio", ratio);
        if (!(perSecond >= 0 && perSecond <= 1e6)) {
            check.problem(
                    "per-second",
                    perSecond,
                    "is not a number from 0 to 1000000",
                    "write how many retries a second are had for nothing, such as 1");
        }
        check.atLeast("most", most, 1);
        check.orThrow();
        return new RetryBudget(ratio, perSecond, most, clock);
    }

    /** A request is made for the first time. */
    public void requested() {
        long now = saved.get();
        while (now < most) {
            // Only the sum matters and nothing is published with it, so a weak exchange does; it may fail for nothing.
            if (saved.weakCompareAndSetVolatile(now, Math.min(most, now + deposit))) {
                return;
            }
            now = saved.get();
        }
    }

    /** Takes a retry out of the budget; false if there is none, and then the call must not be sent again. */
    public boolean tryRetry() {
        return takeSaved() || takeForNothing();
    }

    /**
     * The same where the server has too much to do: of those had for nothing no more than one in ten seconds, for from a
     * thousand clients one a second is a storm.
     */
    public boolean tryRareRetry() {
        return takeSaved() || takeAllForNothing();
    }

    /** How many retries could be taken at this moment. */
    public long left() {
        long behind = interval == 0 ? 0 : (clock.nanos() - due.get()) / interval;
        return saved.get() / TOKEN + Math.max(0, Math.min(behind, tolerance / Math.max(1, interval)));
    }

    private boolean takeSaved() {
        long now = saved.get();
        while (now >= TOKEN) {
            if (saved.weakCompareAndSetVolatile(now, now - TOKEN)) {
                return true;
            }
            now = saved.get();
        }
        return false;
    }

    private boolean takeAllForNothing() {
        long now = clock.nanos();
        long known = due.get();
        return interval != 0 && now - tolerance - known >= 0 && due.compareAndSet(known, now);
    }

    private boolean takeForNothing() {
        if (interval == 0) {
            return false;
        }
        long now = clock.nanos();
        while (true) {
            long known = due.get();
            long earliest = now - tolerance;
            // What was not taken for longer than the saved span is lost.
            long next = (known - earliest < 0 ? earliest : known) + interval;
            if (next - now > 0) {
                return false;
            }
            if (due.weakCompareAndSetVolatile(known, next)) {
                return true;
            }
        }
    }
}

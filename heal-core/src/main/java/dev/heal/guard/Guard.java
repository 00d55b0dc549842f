package dev.heal.guard;

import dev.heal.admission.ConcurrencyCap;
import dev.heal.signal.Outcome;
import dev.heal.signal.SignalWindow;
import dev.heal.signal.SlicedWindow;
import dev.heal.time.Clock;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The handle through which calls to a target pass.
 *
 * <p>One primitive: {@link #enter}, then exactly one of {@link #succeeded}, {@link #failed}, {@link #ignored}; all else
 * is a few lines on top. Safe for use by all threads; takes no lock, logs nothing, allocates nothing and calls nothing
 * of heal's back on an accepted call.
 */
public final class Guard {

    /** In a token: its call has taken one of the {@link #places}. Calls from before there was a limit have taken none. */
    private static final long HOLDS_PLACE = SignalWindow.FREE;

    private static final AtomicReferenceFieldUpdater<Guard, @Nullable ConcurrencyCap> PLACES =
            AtomicReferenceFieldUpdater.newUpdater(Guard.class, ConcurrencyCap.class, "places");

    private final String name;
    private final Breaker breaker;
    private final SignalWindow window;
    private final Clock clock;

    /** Null until there is a limit for the first time, as with most targets: one read is all that a call pays then. */
    private volatile @Nullable ConcurrencyCap places;

    public Guard(String name, Breaker breaker, SignalWindow window, Clock clock) {
        breaker.requireWindow(window);
        this.name = name;
        this.breaker = breaker;
        this.window = window;
        this.clock = clock;
    }

    /** The target's name. */
    public String name() {
        return name;
    }

    public Breaker breaker() {
        return breaker;
    }

    /** Whether it does to read the clock for a sample of the calls only: a breaker may want to know how long each took. */
    public boolean maySample() {
        return !breaker.needsExactTiming();
    }

    /**
     * From now on at most so many calls are in flight; whoever comes beyond that is rejected. Calls in flight already count,
     * and end in their own time. Calls that go past the guard through the breaker count, and are not kept out; those that began
     * more than a minute ago count no more, for nobody may ever end them. Takes the place of what was set so before.
     *
     * @param most at least 1
     * @throws IllegalArgumentException if it is less
     */
    public void limitConcurrency(int most) {
        cap().set(most, clock.nanos());
    }

    /**
     * The same beside what is set already, until it is released: of several limits the least holds.
     *
     * @param most at least 1
     * @throws IllegalArgumentException if it is less
     */
    public ConcurrencyCap.Limit addConcurrencyLimit(int most) {
        return cap().add(most, clock.nanos());
    }

    private ConcurrencyCap cap() {
        ConcurrencyCap known = places;
        if (known == null) {
            // Of two at once both take the one that stays.
            PLACES.compareAndSet(this, null, new ConcurrencyCap(window::inFlightOfLate));
            known = PLACES.get(this);
        }
        return known;
    }

    /** Takes back what {@link #limitConcurrency} has set; limits that were added stay until they are released. */
    public void liftConcurrencyLimit() {
        ConcurrencyCap known = places;
        if (known != null) {
            known.lift();
        }
    }

    /** How many calls may be in flight at most; empty for as many as come. */
    public OptionalInt concurrencyLimit() {
        ConcurrencyCap known = places;
        return known == null ? OptionalInt.empty() : known.most();
    }

    SignalWindow window() {
        return window;
    }

    Clock clock() {
        return clock;
    }

    /**
     * Asks to be let in.
     *
     * @return the token that one of the three endings takes, exactly once and from any thread
     * @throws CallRejectedException if the breaker lets no call in, or as many as may be are in flight; there is nothing to
     *     end then
     */
    public long enter() {
        ConcurrencyCap known = places;
        if (known != null && known.isSet()) {
            return enterLimited(known);
        }
        askBreaker();
        return begin();
    }

    /**
     * The limit is asked before the breaker: a place can be given back as if nothing had been, while a breaker that is asked
     * may go from open to half-open, or lend one of the few trial calls, for a call that is then not made.
     */
    private long enterLimited(ConcurrencyCap cap) {
        if (!cap.tryTake(clock.nanos())) {
            window.rejected();
            throw CallRejectedException.atLimit(name, cap.most().orElse(Math.max(1, cap.taken())), cap.others());
        }
        try {
            askBreaker();
        } catch (Throwable keptOut) {
            cap.giveBack();
            throw keptOut;
        }
        return begin() | HOLDS_PLACE;
    }

    private void askBreaker() {
        if (!breaker.tryAcquire()) {
            window.rejected();
            throw new CallRejectedException(name, breaker.state());
        }
    }

    /** The breaker has let a call in: the token that one of the three endings takes. */
    long begin() {
        try {
            return window.begin(clock);
        } catch (RuntimeException | Error own) {
            // No memory for a counter, say: heal's failure is not the call's, and the breaker has let it in.
            return (clock.nanos() & ~SignalWindow.FLAGS) | SignalWindow.TIMED;
        }
    }

    /** The call has ended well. */
    public void succeeded(long token) {
        succeeded(token, null);
    }

    /** The call has ended with {@code result}; the breaker's own result predicate may count it as a failure. */
    public void succeeded(long token, @Nullable Object result) {
        long now = end(token);
        long nanos = took(token, now);
        Outcome outcome = Outcome.SUCCESS;
        try {
            outcome = breaker.succeeded(nanos, now, result);
        } finally {
            ended(outcome, token, nanos, now);
        }
    }

    /** The call has ended with {@code error}, which the breaker's own predicates count as a failure, ignore or accept. */
    public void failed(long token, Throwable error) {
        long now = end(token);
        long nanos = took(token, now);
        Outcome outcome = Outcome.FAILURE;
        try {
            outcome = breaker.failed(nanos, now, error);
        } finally {
            ended(outcome, token, nanos, now);
        }
    }

    /** The call has ended in a way that says nothing about the target: the caller went away, the input was bad. */
    public void ignored(long token) {
        long now = end(token);
        try {
            breaker.released();
        } finally {
            ended(Outcome.IGNORED, token, took(token, now), now);
        }
    }

    private long end(long token) {
        return isTimed(token) ? clock.nanos() : clock.coarseNanos();
    }

    /** A pause of the whole process that ended as the call began must not make a call look slow that was not timed. */
    private long took(long token, long now) {
        long start = token & ~SignalWindow.FLAGS;
        long nanos = now - start;
        return isTimed(token) || nanos < SlicedWindow.ALWAYS_SEEN ? nanos : now - clock.latest(start);
    }

    private void ended(Outcome outcome, long token, long nanos, long now) {
        long start = token & ~SignalWindow.FLAGS;
        try {
            if (isTimed(token) || nanos >= SlicedWindow.ALWAYS_SEEN) {
                window.ended(outcome, start, now, nanos);
            } else {
                window.endedUntimed(outcome, start, now);
            }
        } catch (RuntimeException | Error own) {
            // As above.
        }
        if ((token & HOLDS_PLACE) != 0) {
            giveBackPlace();
        }
    }

    private void giveBackPlace() {
        ConcurrencyCap known = places;
        if (known != null) {
            known.giveBack();
        }
    }

    private static boolean isTimed(long token) {
        return (token & SignalWindow.TIMED) != 0;
    }

    /**
     * Calls {@code body} through the guard.
     *
     * @throws X whatever the body throws
     * @throws CallRejectedException if the call was not let in
     */
    public <T extends @Nullable Object, X extends Exception> T call(CheckedSupplier<T, X> body) throws X {
        long token = enter();
        T result;
        try {
            result = body.get();
        } catch (Throwable error) {
            failed(token, error);
            throw error;
        }
        succeeded(token, result);
        return result;
    }

    /**
     * Runs {@code body} through the guard.
     *
     * @throws X whatever the body throws
     * @throws CallRejectedException if the call was not let in
     */
    public <X extends Exception> void run(CheckedRunnable<X> body) throws X {
        long token = enter();
        try {
            body.run();
        } catch (Throwable error) {
            failed(token, error);
            throw error;
        }
        succeeded(token);
    }

    /**
     * Starts a call whose answer comes later; it counts as in flight until then.
     *
     * @return a stage that completes as the body's does, after the outcome was counted
     * @throws CallRejectedException if the call was not let in
     */
    public <T extends @Nullable Object> CompletionStage<T> callStage(Supplier<CompletionStage<T>> body) {
        long token = enter();
        try {
            CompletionStage<T> stage = body.get();
            if (stage == null) {
                throw new NullPointerException("target " + name + ": the body gave no stage");
            }
            return stage.whenComplete((result, error) -> {
                if (error == null) {
                    succeeded(token, result);
                } else {
                    failed(token, error);
                }
            });
        } catch (Throwable error) {
            failed(token, error);
            throw error;
        }
    }
}

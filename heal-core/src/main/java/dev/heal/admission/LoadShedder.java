package dev.heal.admission;

import dev.heal.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns away what the server cannot hold, so that what it takes ends in time: the most important first, and among equals
 * every user the same. Finds out by itself how much the server holds.
 *
 * <p>Stands before the work: {@link #enter} and {@link #leave}, {@link #call}, {@link #callStage}; or, better where the work
 * has a pool of its own, before that: {@link #before(String, Executor, ShedderSettings, Clock)} and {@link #execute}. Safe
 * for use by all threads, platform and virtual; whoever is let in at once is neither locked nor allocated for.
 */
public final class LoadShedder {

    /** A body that may throw. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object, X extends Exception> {
        T run() throws X;
    }

    private static final long LEAST_RETRY_MILLIS = 1_000;
    private static final double GOLDEN = 0.618033988749895;

    private final String name;
    private final Clock clock;
    private final Admission admission;
    private final @Nullable Executor pool;
    private final long maxWait;
    private final AtomicLong turnedAway = new AtomicLong();
    private final Set<Activation> activations = new HashSet<>();
    private boolean isAlwaysOn;

    private LoadShedder(
            String name, Admission admission, @Nullable Executor pool, ShedderSettings settings, Clock clock) {
        this.name = name;
        this.admission = admission;
        this.pool = pool;
        this.maxWait = settings.maxWait().toNanos();
        this.clock = clock;
    }

    /** Before work that runs on the caller's thread, always on, with the usual settings. */
    public static LoadShedder create(String name) {
        return of(name, ShedderSettings.DEFAULT, Clock.system()).alwaysOn();
    }

    /**
     * Before work that runs on the caller's thread, or nobody knows where; idle until it is activated.
     *
     * @throws dev.heal.check.InvalidConfigurationException naming all that is wrong with the settings
     */
    public static LoadShedder of(String name, ShedderSettings settings, Clock clock) {
        return new LoadShedder(name, Admission.ofRoundTrips(settings, clock.nanos()), null, settings, clock);
    }

    /**
     * Before an executor with a bounded number of threads and a queue of its own: {@link #execute} alone then. Idle until it
     * is activated. Not for an executor that starts a thread a task, which has no queue to keep short.
     *
     * @throws dev.heal.check.InvalidConfigurationException naming all that is wrong with the settings
     */
    public static LoadShedder before(String name, Executor pool, ShedderSettings settings, Clock clock) {
        return new LoadShedder(name, Admission.ofExecutor(settings, clock.nanos()), pool, settings, clock);
    }

    public String name() {
        return name;
    }

    /** The clock that deadlines are of. */
    public Clock clock() {
        return clock;
    }

    /** What it measures and decides, for metrics. */
    public Admission admission() {
        return admission;
    }

    /** Turns away what the server cannot hold from now on for good, activated or released. */
    public LoadShedder alwaysOn() {
        synchronized (activations) {
            isAlwaysOn = true;
            hold();
        }
        return this;
    }

    /**
     * From now on turns away what the server cannot hold, and all that is less important than {@code keep}. Of several
     * activations at once the strictest holds.
     *
     * @return what ends this one
     */
    public Activation activate(Priority keep) {
        Activation activation = new Activation(keep);
        synchronized (activations) {
            activations.add(activation);
            hold();
        }
        return activation;
    }

    /** What somebody has asked for, until he releases it. */
    public final class Activation {
        private final Priority keep;

        private Activation(Priority keep) {
            this.keep = keep;
        }

        /**
         * Goes back to what others have asked for, or what was before: by steps, so that not all come back at once. Does
         * nothing the second time.
         */
        public void release() {
            synchronized (activations) {
                if (activations.remove(this)) {
                    hold();
                }
            }
        }
    }

    /** Not on the call path. */
    private void hold() {
        long now = clock.nanos();
        Optional<Priority> strictest =
                activations.stream().map(each -> each.keep).min(Comparator.naturalOrder());
        if (strictest.isPresent()) {
            admission.activate(strictest.get(), now);
        } else if (isAlwaysOn) {
            admission.activate(Priority.BULK, now);
        } else {
            admission.release(now);
        }
    }

    /** Whether it turns anything away. */
    public boolean isActive() {
        return admission.isActive();
    }

    /** What is admitted at this moment, for clients to heed. */
    public CutOff cutOff() {
        return admission.cutOff(clock.nanos());
    }

    /**
     * Lets the caller in, who may have to wait for it.
     *
     * @return the token that {@link #leave} takes
     * @throws LoadShedException if the request is turned away, or the thread is interrupted while it waits; its interrupt
     *     flag stays set
     * @throws IllegalStateException if it stands before an executor
     */
    public long enter(Request request) {
        requireNoPool();
        long now = clock.nanos();
        if (admission.enter(request, now)) {
            return now;
        }
        return Parked.wait(this, request, now);
    }

    /** What {@link #enter} let in has ended; exactly once, from any thread. */
    public void leave(long token) {
        admission.finished(token, clock.nanos());
    }

    /**
     * Does the work once it is let in.
     *
     * @throws X what the work throws
     * @throws LoadShedException as {@link #enter}
     */
    public <T extends @Nullable Object, X extends Exception> T call(Request request, Work<T, X> work) throws X {
        long token = enter(request);
        try {
            return work.run();
        } finally {
            leave(token);
        }
    }

    /**
     * Starts the work once it is let in, without a thread that waits: on the caller's thread if that is at once, else on that
     * of a request that gave its place, so the start must not block.
     *
     * @return fails with a {@link LoadShedException} if the request is turned away, else ends as the work's stage
     * @throws IllegalStateException if it stands before an executor
     */
    public <T extends @Nullable Object> CompletionStage<T> callStage(
            Request request, Supplier<CompletionStage<T>> work) {
        requireNoPool();
        CompletableFuture<T> result = new CompletableFuture<>();
        admit(request, result, now -> start(work, result, now));
        return result;
    }

    /**
     * Has the pool do the work once it is let in; never waits.
     *
     * @return fails with a {@link LoadShedException} if the request is turned away, with the pool's exception if it takes no
     *     work, else with what the work throws
     * @throws IllegalStateException if it does not stand before an executor
     */
    public <T extends @Nullable Object, X extends Exception> CompletionStage<T> execute(
            Request request, Work<T, X> work) {
        Executor executor = requirePool();
        CompletableFuture<T> result = new CompletableFuture<>();
        admit(request, result, now -> hand(executor, work, result, now));
        return result;
    }

    private <T extends @Nullable Object> void admit(Request request, CompletableFuture<T> result, LongConsumer start) {
        long now = clock.nanos();
        if (admission.enter(request, now)) {
            start.accept(now);
        } else if (admission.turnsAway(request)) {
            result.completeExceptionally(rejection(request, now));
        } else {
            Staged waiter = new Staged(this, request, result, start);
            switch (admission.arrived(waiter, now)) {
                case ADMITTED -> start.accept(now);
                case REJECTED -> result.completeExceptionally(rejection(request, now));
                case WAITING ->
                    waiter.leaveAfter(
                            request.deadline() == Request.NO_DEADLINE
                                    ? maxWait
                                    : Math.min(maxWait, request.deadline() - now));
            }
        }
    }

    private <T extends @Nullable Object> void start(
            Supplier<CompletionStage<T>> work, CompletableFuture<T> result, long admitted) {
        CompletionStage<T> stage;
        try {
            stage = Objects.requireNonNull(work.get(), "the work gave no stage");
        } catch (Throwable error) {
            end(result, admitted, null, error);
            return;
        }
        stage.whenComplete((value, error) -> end(result, admitted, value, error));
    }

    private <T extends @Nullable Object, X extends Exception> void hand(
            Executor executor, Work<T, X> work, CompletableFuture<T> result, long admitted) {
        try {
            executor.execute(() -> {
                T value;
                try {
                    admission.started(clock.nanos());
                    value = work.run();
                } catch (Throwable error) {
                    end(result, admitted, null, error);
                    return;
                }
                end(result, admitted, value, null);
            });
        } catch (RuntimeException | Error refused) {
            // An Error too: a pool that cannot start a thread throws OutOfMemoryError, and its place must not be lost.
            admission.started(clock.nanos());
            end(result, admitted, null, refused);
        }
    }

    private <T extends @Nullable Object> void end(
            CompletableFuture<T> result, long admitted, @Nullable T value, @Nullable Throwable error) {
        try {
            leave(admitted);
        } finally {
            // Whatever another waiter does with the place, this one hears how its work ended.
            if (error == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(error);
            }
        }
    }

    long maxWait() {
        return maxWait;
    }

    /** They come back between one and two seconds later, evenly spread. */
    LoadShedException rejection(Request request, long now) {
        double spread = turnedAway.incrementAndGet() * GOLDEN % 1;
        Duration after = Duration.ofMillis(LEAST_RETRY_MILLIS + (long) (spread * LEAST_RETRY_MILLIS));
        return new LoadShedException(name, request.priority(), after, admission.cutOff(now));
    }

    private void requireNoPool() {
        if (pool != null) {
            throw new IllegalStateException(
                    "load shedder " + name + " stands before an executor; use execute, or make it by LoadShedder.of");
        }
    }

    private Executor requirePool() {
        if (pool == null) {
            throw new IllegalStateException("load shedder " + name
                    + " stands before no executor; make it by LoadShedder.before, or use enter, call or callStage");
        }
        return pool;
    }
}

package dev.heal.loop;

import dev.heal.guard.Breaker;
import dev.heal.guard.BreakerState;
import dev.heal.remediation.GradualUndo;
import dev.heal.remediation.Remediation;
import dev.heal.remediation.RemediationContext;
import dev.heal.remediation.Undo;
import dev.heal.resource.Readiness;
import dev.heal.text.SafeText;
import dev.heal.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Carries one target's remediations, their checks and their undos out on a remediation thread, one at a time; what comes
 * of them goes into the inbox. Its own methods are called on the loop thread and do not block.
 */
final class RemediationRunner {

    private static final Logger LOG = LoggerFactory.getLogger("dev.heal");

    private final String target;
    private final Clock clock;
    private final Executor threads;
    private final Inbox inbox;
    private @Nullable Work<Fact> current;
    private long currentAttempt;
    private final Map<Long, Done> undos = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** What an attempt has done: how to undo it, and the targets whose health shows whether it has helped. */
    private record Done(Undo undo, Set<String> showsAt) {}

    RemediationRunner(String target, Clock clock, Executor threads, Inbox inbox) {
        this.target = target;
        this.clock = clock;
        this.threads = threads;
        this.inbox = inbox;
    }

    void check(Effect.Check effect) {
        if (current != null && !current.isDone()) {
            inbox.accept(new Fact.Checked(
                    now(), effect.attempt(), Readiness.notReady("an earlier piece of work has not ended yet")));
            return;
        }
        Remediation remediation = effect.step().remediation();
        RemediationContext context = context(effect.attempt(), effect.incident(), effect.limit(), effect.healthy());
        start(
                effect.attempt(),
                effect.incident(),
                () -> {
                    try {
                        @Nullable Readiness given = remediation.ready(context);
                        Readiness readiness = given == null ? Readiness.notReady("the check returned null") : given;
                        return new Fact.Checked(now(), effect.attempt(), readiness);
                    } catch (Throwable failure) {
                        String reason = "the check failed: " + SafeText.of(failure);
                        return new Fact.Checked(now(), effect.attempt(), Readiness.notReady(reason));
                    }
                },
                reason -> new Fact.Checked(now(), effect.attempt(), Readiness.notReady(reason)));
    }

    /** @param veto why it must not begin after all, empty if it may; asked on a remediation thread */
    void apply(Effect.Apply effect, Supplier<String> veto) {
        Remediation remediation = effect.step().remediation();
        RemediationContext context = context(effect.attempt(), effect.incident(), effect.limit(), effect.healthy());
        start(
                effect.attempt(),
                effect.incident(),
                () -> {
                    // Asked at the last moment: once a human's order has returned, nothing begins against it.
                    String why = Thread.currentThread().isInterrupted() ? "it was interrupted before" : veto.get();
                    if (!why.isEmpty()) {
                        return new Fact.NotBegun(now(), effect.attempt(), why);
                    }
                    try {
                        @Nullable Undo given = remediation.apply(context);
                        Undo undo = given == null ? Undo.NOTHING : given;
                        Set<String> showsAt = Set.copyOf(remediation.showsAt());
                        if (undo != Undo.NOTHING) {
                            undos.put(effect.attempt(), new Done(undo, showsAt));
                        }
                        if (closed) {
                            takeBack(effect);
                        }
                        return new Fact.Applied(now(), effect.attempt(), undo != Undo.NOTHING, showsAt);
                    } catch (Throwable failure) {
                        // Errors too: a LinkageError in a remediation is a failed step, not the end of healing.
                        return new Fact.Failed(now(), effect.attempt(), SafeText.of(failure));
                    }
                },
                reason -> new Fact.Failed(now(), effect.attempt(), reason));
    }

    void undo(Effect.Undo effect) {
        // Taken out before it runs, so that whatever happens it never runs twice.
        Done done = undos.remove(effect.attempt());
        if (done == null) {
            inbox.accept(new Fact.Undone(now(), effect.attempt(), "there is nothing to undo it by"));
            return;
        }
        RemediationContext context = context(effect.attempt(), effect.incident(), effect.limit());
        start(
                effect.attempt(),
                effect.incident(),
                () -> {
                    try {
                        done.undo().undo(context);
                        return new Fact.Undone(now(), effect.attempt(), null);
                    } catch (Throwable failure) {
                        return new Fact.Undone(now(), effect.attempt(), SafeText.of(failure));
                    }
                },
                reason -> new Fact.Undone(now(), effect.attempt(), reason));
    }

    /** Gives a share of it back; it stays the attempt's to undo. */
    void admit(Effect.Admit effect, Supplier<String> veto) {
        Done done = undos.get(effect.attempt());
        if (done == null || !(done.undo() instanceof GradualUndo gradual)) {
            inbox.accept(notAdmitted(effect, "it cannot be given back by steps"));
            return;
        }
        RemediationContext context = context(effect.attempt(), effect.incident(), effect.limit());
        start(
                effect.attempt(),
                effect.incident(),
                () -> {
                    if (effect.share() > effect.before() && !veto.get().isEmpty()) {
                        return new Fact.Admitted(now(), effect.attempt(), effect.before(), null);
                    }
                    try {
                        gradual.admit(effect.share(), context);
                        return new Fact.Admitted(now(), effect.attempt(), effect.share(), null);
                    } catch (Throwable failure) {
                        return notAdmitted(effect, SafeText.of(failure));
                    }
                },
                reason -> notAdmitted(effect, reason));
    }

    private Fact notAdmitted(Effect.Admit effect, String why) {
        return new Fact.Admitted(now(), effect.attempt(), effect.before(), why);
    }

    /** What an earlier process had done, and what ended with it. */
    void restore(Effect.Restore effect, Supplier<String> veto) {
        Remediation remediation = effect.step().remediation();
        RemediationContext context = context(effect.attempt(), effect.incident(), effect.limit());
        start(
                effect.attempt(),
                effect.incident(),
                () -> {
                    String why = closed ? "heal was shut down" : veto.get();
                    if (!why.isEmpty()) {
                        return notRestored(effect, why);
                    }
                    try {
                        @Nullable Undo given = remediation.restore(context);
                        Done done = new Done(given == null ? Undo.NOTHING : given, Set.copyOf(remediation.showsAt()));
                        undos.put(effect.attempt(), done);
                        return new Fact.Restored(now(), effect.attempt(), null, done.showsAt());
                    } catch (Throwable failure) {
                        return notRestored(effect, SafeText.of(failure));
                    }
                },
                reason -> notRestored(effect, reason));
    }

    private Fact notRestored(Effect.Restore effect, String why) {
        return new Fact.Restored(now(), effect.attempt(), why, Set.of());
    }

    /** It has taken hold after heal was shut down, and nobody else would ever undo it; on a remediation thread. */
    private void takeBack(Effect.Apply effect) {
        Done done = undos.remove(effect.attempt());
        if (done == null) {
            return;
        }
        boolean ignored = Thread.interrupted(); // that was meant for the step
        try {
            done.undo().undo(context(effect.attempt(), effect.incident(), effect.limit()));
            LOG.warn(
                    "target {}: {} took hold after heal was closed, and is undone",
                    target,
                    effect.step().name());
        } catch (Throwable failure) {
            LOG.error(
                    "target {}: {} took hold after heal was closed, and could not be undone: {}",
                    target,
                    effect.step().name(),
                    SafeText.of(failure));
        }
    }

    /** On a thread of its own, since the application's listeners run with the transition. */
    void letTrialCallsIn(Breaker breaker, long attempt) {
        Runnable trial = () -> {
            try {
                if (breaker.state() == BreakerState.OPEN) {
                    breaker.tryAgain();
                    String text = "the circuit breaker was open: trial calls are let in";
                    inbox.accept(new Fact.Noted(now(), attempt, text));
                }
            } catch (Throwable failure) {
                String text = "the circuit breaker could not be asked for trial calls: " + SafeText.of(failure);
                inbox.accept(new Fact.Noted(now(), attempt, text));
            }
        };
        try {
            threads.execute(trial);
        } catch (Throwable noThread) {
            inbox.accept(new Fact.Noted(now(), attempt, "no thread to let trial calls in: " + SafeText.of(noThread)));
        }
    }

    /** Interrupts the attempt if it is still under way; one that has ended is left alone. */
    void interrupt(long attempt) {
        if (current != null && currentAttempt == attempt) {
            current.interrupt();
        }
    }

    /** Says where the attempt is that does not end. */
    void inspect(long attempt) {
        if (current != null && currentAttempt == attempt && !current.isDone()) {
            inbox.accept(new Fact.StillRunning(now(), attempt, current.stack()));
            return;
        }
        Done done = undos.get(attempt);
        if (done != null) {
            // It has ended a moment ago and its result is on its way: what it has done must not be left behind.
            inbox.accept(new Fact.Applied(now(), attempt, true, done.showsAt()));
        } else {
            // It has ended and its result never came: the rules must not wait for it for ever.
            inbox.accept(new Fact.Failed(now(), attempt, "it has ended, and what came of it is not known"));
        }
    }

    /** Interrupts whatever is under way: heal is shut down. */
    void stop() {
        close();
        interrupt(currentAttempt);
    }

    /** Heal is shut down: what takes hold from now on is taken back. */
    void close() {
        closed = true;
    }

    private void start(long attempt, String incident, Supplier<Fact> body, Function<String, Fact> refused) {
        Work<Fact> work = new Work<>(clock, () -> marked(incident, body), inbox::accept);
        try {
            // Set before: on an executor that runs at once the next piece of work may begin within this line.
            current = work;
            currentAttempt = attempt;
            threads.execute(work);
        } catch (Throwable noThread) {
            current = null;
            inbox.accept(refused.apply("no thread to run on: " + SafeText.of(noThread)));
        }
    }

    /** What a remediation logs by itself can be found by the target and the incident, as heal's own lines can. */
    private Fact marked(String incident, Supplier<Fact> body) {
        mark(() -> {
            MDC.put("heal.target", target);
            MDC.put("heal.incident", incident);
        });
        try {
            return body.get();
        } finally {
            mark(() -> {
                MDC.remove("heal.target");
                MDC.remove("heal.incident");
            });
        }
    }

    /** The application's logging may be broken, and a remediation must neither be kept from its work nor lose its result. */
    private static void mark(Runnable mdc) {
        try {
            mdc.run();
        } catch (RuntimeException | LinkageError loggingFailed) {
            LOG.debug("MDC could not be set", loggingFailed);
        }
    }

    private RemediationContext context(long attempt, String incident, Duration limit) {
        return context(attempt, incident, limit, null);
    }

    private RemediationContext context(long attempt, String incident, Duration limit, @Nullable Set<String> healthy) {
        return new RemediationContext(
                target,
                incident,
                clock.nanos() + limit.toNanos(),
                clock::nanos,
                text -> inbox.accept(new Fact.Noted(now(), attempt, text)),
                healthy);
    }

    private Moment now() {
        return Moment.of(clock);
    }
}

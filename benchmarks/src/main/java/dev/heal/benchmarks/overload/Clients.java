package dev.heal.benchmarks.overload;

import dev.heal.admission.Backpressure;
import dev.heal.admission.CutOff;
import dev.heal.admission.RetryBudget;
import dev.heal.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

/** The processes that requests come from: whether they send, and when they send again. */
final class Clients {

    /** Doubles each time, and is up to a half shorter or longer. */
    private static final long FIRST_PAUSE = 100_000_000;

    private static final long LEAST_RETRY_MILLIS = 1_000;

    private final Manners manners;
    private final long seed;

    /** What each knows of the server, and its budget. */
    private final Backpressure[] known;

    Clients(Manners manners, Scenario scenario, long seed, LongSupplier time) {
        this.manners = manners;
        this.seed = seed;
        this.known = new Backpressure[scenario.clients()];
        Clock clock = new VirtualClock(time);
        for (int i = 0; i < known.length; i++) {
            known[i] = Backpressure.of("server", RetryBudget.standard(clock), clock, Draw.mixed(seed, i));
        }
    }

    /** Whether a request is sent at all. */
    boolean sends(Call call) {
        Backpressure mine = of(call);
        boolean isSent = manners != Manners.HEEDING || mine.passes(call.priority);
        if (isSent) {
            // What was kept back costs the server nothing, and earns no retry either.
            mine.retries().requested();
        }
        return isSent;
    }

    /** Whether an attempt after the first is sent, now that its pause is over. */
    boolean sendsAgain(Call call) {
        return switch (manners) {
            case PLAIN -> true;
            case BUDGET -> of(call).retries().tryRetry();
            case HEEDING -> of(call).mayRetry(call.priority);
        };
    }

    /** An answer has come. */
    void heard(Call call, CutOff cutOff) {
        if (manners == Manners.HEEDING) {
            of(call).heard(cutOff);
        }
    }

    /** The server has turned the call away: how long to pause, in nanoseconds. */
    long delayAfterRejection(Call call, CutOff cutOff) {
        if (manners != Manners.HEEDING) {
            return pause(call);
        }
        heard(call, cutOff);
        return Math.max(pause(call), of(call).rejected(retryAfter(call)).toNanos());
    }

    /** It was not even sent. */
    long delayAfterWithheld(Call call) {
        return Math.max(pause(call), of(call).retryAfter().toNanos());
    }

    /** No answer has come in time. */
    long delayAfterSilence(Call call) {
        return pause(call);
    }

    /** What the web filter sends: the shedder's 1 to 2 s, differently from call to call, rounded up to whole seconds. */
    private Duration retryAfter(Call call) {
        double chance = Draw.uniform(Draw.mixed(Draw.mixed(seed + 1, call.number), call.attempt));
        long millis = LEAST_RETRY_MILLIS + (long) (chance * LEAST_RETRY_MILLIS);
        return Duration.ofSeconds(-Math.floorDiv(-millis, 1_000L));
    }

    private long pause(Call call) {
        double chance = Draw.uniform(Draw.mixed(Draw.mixed(~seed, call.number), call.attempt));
        return (long) ((FIRST_PAUSE << Math.min(6, call.attempt)) * (0.5 + chance));
    }

    private Backpressure of(Call call) {
        return known[call.user % known.length];
    }
}

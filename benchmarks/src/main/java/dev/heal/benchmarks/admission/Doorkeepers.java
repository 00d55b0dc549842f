package dev.heal.benchmarks.admission;

import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.Limiter;
import com.netflix.concurrency.limits.limiter.SimpleLimiter;
import dev.heal.admission.LoadShedException;
import dev.heal.admission.LoadShedder;
import dev.heal.admission.Priority;
import dev.heal.admission.Request;
import dev.heal.admission.ShedderSettings;
import dev.heal.admission.Waiter;
import dev.heal.time.Clock;
import io.github.resilience4j.bulkhead.Bulkhead;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who is measured. To add one: a class here, and its name in {@link Entrant}. */
final class Doorkeepers {

    private static final Object IN = new Object();

    private Doorkeepers() {}

    /** What it costs to know how long a request took. */
    static final class ClockReads extends Doorkeeper {
        /** Racy on purpose: it only keeps the reads from being done away with. */
        private long shortest = Long.MAX_VALUE;

        @Override
        Object ask() {
            long start = System.nanoTime();
            long nanos = System.nanoTime() - start;
            if (nanos < shortest) {
                shortest = nanos;
            }
            return IN;
        }
    }

    /** Always on, with requests of the least important class. */
    static class Heal extends Doorkeeper {
        final LoadShedder shedder;
        final Request request = Request.of(Priority.BULK);

        Heal(ShedderSettings settings) {
            shedder = LoadShedder.of("server", settings, Clock.system()).alwaysOn();
        }

        @Override
        @Nullable
        Object ask() {
            long token;
            try {
                token = shedder.enter(request);
            } catch (LoadShedException turnedAway) {
                return null;
            }
            shedder.leave(token);
            return IN;
        }
    }

    /** Who cannot start at once is turned away, and nobody ends. */
    static final class NoRoom extends Heal {
        NoRoom() {
            super(ShedderSettings.DEFAULT.waitingRoom(0));
        }

        @Override
        void fill() {
            while (shedder.admission().enter(request, shedder.clock().nanos())) {
                // Nobody leaves.
            }
        }
    }

    /** All that is not critical is cut off. */
    static final class CutOff extends Heal {
        CutOff() {
            super(ShedderSettings.DEFAULT);
        }

        @Override
        void fill() {
            shedder.activate(Priority.CRITICAL);
        }
    }

    /** The waiting room is full of more important requests. */
    static final class FullRoom extends Heal {
        private static final Request MORE_IMPORTANT = Request.of(Priority.CRITICAL);

        FullRoom() {
            super(ShedderSettings.DEFAULT.maxWait(Duration.ofMinutes(1)));
        }

        @Override
        void fill() {
            long now = shedder.clock().nanos();
            while (shedder.admission().enter(MORE_IMPORTANT, now)) {
                // Nobody leaves.
            }
            while (!shedder.admission().turnsAway(request)) {
                shedder.admission().arrived(new Patient(MORE_IMPORTANT), now);
            }
        }
    }

    /**
     * The waiting room is full of the same class: under overload the usual case. The newest is taken in, and the oldest of the user
     * whose last one would be served last is turned away. By the core alone, as nobody but another thread could tell who waits:
     * without the exception, and without waking who waited.
     */
    static final class OwnClass extends Heal {
        private final int users;

        /** Racy on purpose: it only spreads the requests over users. */
        private int user;

        private int full;

        /** @param users how many take turns */
        OwnClass(int users) {
            super(ShedderSettings.DEFAULT.maxWait(Duration.ofMinutes(1)));
            this.users = users;
        }

        @Override
        void fill() {
            while (shedder.admission().enter(request, shedder.clock().nanos())) {
                // Nobody leaves.
            }
            do {
                full = shedder.admission().waiting();
                ask();
            } while (shedder.admission().waiting() > full);
        }

        @Override
        @Nullable
        Object ask() {
            long now = shedder.clock().nanos();
            user = (user + 1) % users;
            Request newest = new Request(Priority.BULK, 1 + user, Request.NO_DEADLINE);
            if (shedder.admission().enter(newest, now) || shedder.admission().turnsAway(newest)) {
                return IN; // let in, or turned away at the door: neither is what is to be measured
            }
            shedder.admission().arrived(new Patient(newest), now);
            return null;
        }

        @Override
        void prove(Decision decision) {
            super.prove(decision);
            int waiting = shedder.admission().waiting();
            if (waiting != full) {
                throw new IllegalStateException("OwnClass: what was measured was something else: " + waiting
                        + " wait where there is room for " + full);
            }
        }
    }

    private static final class Patient extends Waiter {
        Patient(Request request) {
            super(request);
        }

        @Override
        protected void admitted(long now) {}

        @Override
        protected void rejected(long now) {}
    }

    /** The same as {@link CutOff} by the core alone, without the exception: what the decision itself costs. */
    static final class Core extends Heal {
        Core() {
            super(ShedderSettings.DEFAULT);
        }

        @Override
        void fill() {
            shedder.activate(Priority.CRITICAL);
        }

        @Override
        @Nullable
        Object ask() {
            long now = shedder.clock().nanos();
            if (!shedder.admission().enter(request, now) && shedder.admission().turnsAway(request)) {
                return null;
            }
            shedder.leave(now);
            return IN;
        }
    }

    /** Resilience4j's semaphore, asked as its decorators ask it. */
    static final class OfBulkhead extends Doorkeeper {
        private final Bulkhead bulkhead = Bulkhead.ofDefaults("server");

        @Override
        @Nullable
        Object ask() {
            if (!bulkhead.tryAcquirePermission()) {
                return null;
            }
            bulkhead.onComplete();
            return IN;
        }

        @Override
        void fill() {
            while (bulkhead.tryAcquirePermission()) {
                // Nobody leaves.
            }
        }
    }

    /** Netflix concurrency-limits. */
    static final class OfLimiter extends Doorkeeper {
        private final SimpleLimiter<Object> limiter;

        OfLimiter(Limit limit) {
            limiter = SimpleLimiter.newBuilder().limit(limit).build();
        }

        @Override
        @Nullable
        Object ask() {
            Optional<Limiter.Listener> permit = limiter.acquire(this);
            if (permit.isEmpty()) {
                return null;
            }
            permit.get().onSuccess();
            return IN;
        }

        @Override
        void fill() {
            while (limiter.acquire(this).isPresent()) {
                // Nobody leaves.
            }
        }
    }
}

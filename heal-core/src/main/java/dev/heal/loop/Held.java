package dev.heal.loop;

import dev.heal.policy.Step;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a step has done that can be undone, and is still in force.
 *
 * @param attempt the attempt that did it
 * @param incident the incident it was done in, which may be closed by now
 * @param expires when it is undone, on the monotonic clock
 * @param homecoming how far it has been given back; null for what goes back at once
 */
record Held(
        long attempt,
        String incident,
        Step step,
        long expires,
        @Nullable Homecoming homecoming) {

    /**
     * How far what was moved away has come back.
     *
     * @param began when it was moved away
     * @param share how much of it is back: 0 for none, below 1
     * @param asked the share that is being asked for at this moment; the same as {@code share} while none is
     * @param healthySince since when it has been known healthy without a break, and no share was added; null while it is not
     * @param overdue when a human is to be told that it is still away; null once that has happened
     * @param lost whether it ended with an earlier process, and has not been done again yet
     * @param at the targets that have it meanwhile
     */
    record Homecoming(
            long began,
            double share,
            double asked,
            @Nullable Long healthySince,
            @Nullable Long overdue,
            boolean lost,
            Set<String> at) {

        static Homecoming begin(long now, long overdue, Set<String> at) {
            return new Homecoming(now, 0, 0, null, overdue, false, at);
        }

        static Homecoming afterRestart(long now, long overdue) {
            return new Homecoming(now, 0, 0, null, overdue, true, Set.of());
        }

        Homecoming restored(Set<String> to) {
            return new Homecoming(began, 0, 0, null, overdue, false, to);
        }

        Homecoming healthySince(@Nullable Long since) {
            return new Homecoming(began, share, asked, since, overdue, lost, at);
        }

        Homecoming asking(double next) {
            return new Homecoming(began, share, next, null, overdue, lost, at);
        }

        Homecoming admitted() {
            return new Homecoming(began, asked, asked, null, overdue, false, at);
        }

        Homecoming humanHasBeenTold() {
            return new Homecoming(began, share, asked, healthySince, null, lost, at);
        }
    }

    /** What goes back at once. */
    Held(long attempt, String incident, Step step, long expires) {
        this(attempt, incident, step, expires, null);
    }

    Held expires(long at) {
        return new Held(attempt, incident, step, at, homecoming);
    }

    Held homecoming(Homecoming next) {
        return new Held(attempt, incident, step, expires, next);
    }

    /** Whether it is given back by steps. */
    boolean isGradual() {
        return homecoming != null;
    }
}

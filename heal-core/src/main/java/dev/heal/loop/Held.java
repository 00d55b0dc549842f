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
     * @param began when it was moved away; after a restart, when that was
     * @param share how much of it is back: 0 for none, below 1
     * @param asked the share that is being asked for at this moment; the same as {@code share} while none is
     * @param healthySince since when it has been known healthy without a break, and no share was added; null while it is not
     * @param overdue when a human is to be told that it is still away; null once that has happened
     * @param at the targets that have it meanwhile
     * @param deadSince since when all of those have been sick without a break; null while they are not
     * @param drops how often what had come back had to go again
     * @param lost whether it ended with an earlier process, and has not been done again yet
     */
    record Homecoming(
            long began,
            double share,
            double asked,
            @Nullable Long healthySince,
            @Nullable Long overdue,
            Set<String> at,
            @Nullable Long deadSince,
            int drops,
            boolean lost) {

        static Homecoming begin(long now, long overdue, Set<String> at) {
            return new Homecoming(now, 0, 0, null, overdue, at, null, 0, false);
        }

        static Homecoming afterRestart(long now, long overdue) {
            return new Homecoming(now, 0, 0, null, overdue, Set.of(), null, 0, true);
        }

        Homecoming restored(Set<String> to) {
            return new Homecoming(began, 0, 0, null, overdue, to, null, drops, false);
        }

        Homecoming seen(@Nullable Long healthy, @Nullable Long dead) {
            return new Homecoming(began, share, asked, healthy, overdue, at, dead, drops, lost);
        }

        Homecoming asking(double next) {
            int more = next < share ? 1 : 0;
            return new Homecoming(began, share, next, null, overdue, at, deadSince, drops + more, lost);
        }

        Homecoming admitted(double now) {
            return new Homecoming(began, now, now, null, overdue, at, deadSince, drops, lost);
        }

        Homecoming humanHasBeenTold() {
            return new Homecoming(began, share, asked, healthySince, null, at, deadSince, drops, lost);
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

package dev.heal.policy;

import dev.heal.text.SafeText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What humans have ordered for a target while the application runs. It goes before the policy and lasts until it is taken
 * back, over restarts too where there is a journal.
 *
 * @param everywhere the stop of all targets; null if there is none
 * @param file the stop of all targets by the stop file; null while there is no such file
 * @param here the stop of this target, by a human or because it was pinned; null if there is none
 * @param mode what heal may do here at the most, and what it does where a step says nothing; null for what the policy says
 * @param pin the region of the target's scope that all traffic goes to; null if there is none
 */
public record Orders(
        @Nullable Stop everywhere,
        @Nullable Stop file,
        @Nullable Stop here,
        @Nullable Mode mode,
        @Nullable Pin pin) {

    public static final Orders NONE = new Orders(null, null, null, null, null);

    /**
     * All traffic of the scope goes to one region, and heal moves none, until it is taken back.
     *
     * @param region the region's target, such as {@code inventory@west}
     * @param by who has ordered it
     * @param reason one sentence
     * @param since the wall clock, for display
     */
    public record Pin(String region, String by, String reason, Instant since) {

        public Pin {
            by = who(by);
            reason = SafeText.of(reason);
        }

        /** Such as {@code inventory@west by ada: east is being rebuilt}. */
        public String text() {
            return region + " by " + by + (reason.isBlank() ? "" : ": " + reason);
        }
    }

    /**
     * Nothing starts until it is released.
     *
     * @param by who has ordered it
     * @param reason one sentence
     * @param since the wall clock, for display
     */
    public record Stop(String by, String reason, Instant since) {

        public Stop {
            by = who(by);
            reason = SafeText.of(reason);
        }

        /** Such as {@code by ada: the database is being moved}. */
        public String text() {
            return "by " + by + (reason.isBlank() ? "" : ": " + reason);
        }
    }

    /**
     * Who orders, made safe to show.
     *
     * @throws IllegalArgumentException if nobody does
     */
    public static String who(String by) {
        if (by.isBlank()) {
            throw new IllegalArgumentException("an order needs to say who gives it");
        }
        return SafeText.of(by);
    }

    /** The stop that holds, that of all targets first; null if none does. */
    public @Nullable Stop stop() {
        return everywhere != null ? everywhere : file != null ? file : here;
    }

    public Orders everywhere(@Nullable Stop stop) {
        return stop == everywhere ? this : new Orders(stop, file, here, mode, pin);
    }

    public Orders file(@Nullable Stop stop) {
        return new Orders(everywhere, stop, here, mode, pin);
    }

    public Orders here(@Nullable Stop stop) {
        return new Orders(everywhere, file, stop, mode, pin);
    }

    public Orders mode(@Nullable Mode mode) {
        return new Orders(everywhere, file, here, mode, pin);
    }

    public Orders pin(@Nullable Pin pin) {
        return pin == this.pin ? this : new Orders(everywhere, file, here, mode, pin);
    }

    /** What heal may do where a step says nothing. */
    public Mode modeOf(Policy policy) {
        return (mode == null ? policy.mode() : mode).under(policy.ceiling());
    }

    /** What heal may do in a step: a step of its own mode may do less than was ordered, and never more. */
    public Mode modeOf(Policy policy, Step step) {
        Mode ordered = mode;
        if (ordered == null) {
            return policy.modeOf(step);
        }
        Mode own = step.mode();
        return (own == null ? ordered : own.under(ordered)).under(policy.ceiling());
    }
}

package dev.heal.test.simulation;

import dev.heal.incident.Decision;
import dev.heal.incident.IncidentEvent;
import dev.heal.journal.Entry;
import dev.heal.observe.TargetStatus;
import dev.heal.policy.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One thing that was seen from outside; {@code at} is true time, in nanoseconds since the beginning. */
public sealed interface Seen {

    long at();

    /** A process began, and heal in it. */
    record Began(long at, int life, int variant, long instance) implements Seen {}

    /** It ended, orderly or not. */
    record Died(long at, int life, boolean crashed) implements Seen {}

    /** A detector has said what it sees: {@code H} healthy, {@code U} unhealthy, {@code ?} nothing. */
    record Look(long at, String target, String detector, char verdict) implements Seen {}

    /** Heal has told its observers. */
    record Told(long at, String target, String incident, IncidentEvent event) implements Seen {}

    /** Heal has asked a remediation whether it could work. */
    record Asked(long at, String target, String step) implements Seen {}

    /**
     * Heal has decided on a step and hands the intent to the journal.
     *
     * @param approved the hash of the plan that a human has approved; null for none
     * @param known how heal says that its targets stand at this moment
     */
    record Intended(
            long at,
            String target,
            String step,
            String incident,
            long attempt,
            List<String> causes,
            @Nullable String approved,
            Map<String, TargetStatus> known,
            boolean fileIsThere)
            implements Seen {}

    /** The journal has said of an entry that it is durable. */
    record Promised(long at, Entry entry) implements Seen {}

    /**
     * A remediation begins to act.
     *
     * @param number counts all of a run
     * @param recorded how many intents of this step in this incident a power loss would leave, without those not begun
     */
    record Acts(long at, int number, String target, String step, String incident, int recorded) implements Seen {}

    /** It has come to an end. */
    record Acted(long at, int number, String target, String step, String how, boolean undoable) implements Seen {}

    /** What it did begins to be undone. */
    record Undoes(long at, int number, String target, String step) implements Seen {}

    record Undone(long at, int number, String target, String step, boolean well) implements Seen {}

    /**
     * A human has ordered something, and the order has returned.
     *
     * @param target null for all
     */
    record Ordered(
            long at,
            int number,
            Order order,
            @Nullable String target,
            @Nullable Mode mode) implements Seen {}

    /** What humans can order. */
    enum Order {
        STOP,
        RELEASE,
        MODE,
        /** All traffic goes to the target, which is a region. */
        PIN,
        UNPIN
    }

    /** Heal has said that the order would outlive a restart. */
    record Outlives(long at, int number) implements Seen {}

    /** A human has said something to an incident. */
    record Said(
            long at,
            String incident,
            Decision.Kind kind,
            @Nullable String plan,
            boolean taken) implements Seen {}

    /**
     * A region's probe was asked.
     *
     * @param forMove whether by a step that looks for a place to go to; else it was asked how the region is
     */
    record Probed(long at, String target, boolean good, boolean forMove) implements Seen {}

    /**
     * Where the traffic of a router goes has been settled anew.
     *
     * @param number of the action that did it; 0 if it was none
     * @param region the region that it is about; empty for all
     * @param before the shares by region before that
     * @param after and now
     * @param admitted how much of its own traffic the region gets now
     * @param load how many calls a second there are in all, as seen from outside
     */
    record Shifted(
            long at,
            int number,
            Shift shift,
            String region,
            Map<String, Double> before,
            Map<String, Double> after,
            double admitted,
            double load)
            implements Seen {}

    /** Why traffic goes elsewhere. */
    enum Shift {
        /** A process begins. */
        BEGIN,
        /** All traffic of a region is moved away. */
        MOVE,
        /** It is admitted so much of it. */
        ADMIT,
        /** It has all of it back. */
        BACK,
        PIN,
        UNPIN
    }

    record StopFile(long at, boolean isThere) implements Seen {}

    record FellIll(long at, Illness illness) implements Seen {}

    record GotWell(long at, Illness illness) implements Seen {}

    record Struck(long at, Mishap mishap) implements Seen {}

    /** Nothing in the process moves for so long. */
    record Paused(long at, Duration length, boolean whole) implements Seen {}

    /** An exception has reached a caller, or the loop has died. */
    record Escaped(long at, String what) implements Seen {}

    /** As a line of a trace, the same for the same seed. */
    default String line() {
        String what = getClass().getSimpleName();
        String rest;
        if (this instanceof Told told) {
            rest = told.incident + " " + told.event.type() + " " + told.event.subject() + ": " + told.event.text() + " "
                    + new TreeMap<>(told.event.figures());
        } else if (this instanceof Look look) {
            rest = look.target + " " + look.detector + " " + look.verdict;
        } else if (this instanceof Promised promised) {
            rest = promised.entry.type() + " " + promised.entry.fields();
        } else if (this instanceof Intended intended) {
            rest = intended.target + " " + intended.step + " attempt " + intended.attempt + " because of "
                    + intended.causes + (intended.approved == null ? "" : " approved " + intended.approved);
        } else {
            String all = toString();
            rest = all.substring(all.indexOf('['));
        }
        return String.format("%9.3f %-9s %s", at() / 1e9, what, rest);
    }
}

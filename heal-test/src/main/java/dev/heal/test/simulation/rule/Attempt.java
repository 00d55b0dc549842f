package dev.heal.test.simulation.rule;

import dev.heal.incident.IncidentEvent.Type;
import dev.heal.remediation.Risk;
import dev.heal.test.simulation.Member;
import dev.heal.test.simulation.Seen;
import dev.heal.test.simulation.StepPlan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One attempt at a step, put together from what was seen of it. */
final class Attempt {

    final Seen.Intended intended;
    final Member member;
    final StepPlan plan;
    final Seen.Began life;
    Seen.@Nullable Acts acts;
    Seen.@Nullable Acted acted;
    Seen.@Nullable Died died;
    Seen.@Nullable Told concluded;
    final List<Seen.Undoes> undoes = new ArrayList<>();
    Seen.@Nullable Undone undone;

    /** The targets that its traffic was moved to; empty where none was. */
    final List<String> movedTo = new ArrayList<>();

    /** What has become of the traffic that it moved, in its order. */
    final List<Seen.Shifted> shifts = new ArrayList<>();

    Attempt(Seen.Intended intended, Member member, StepPlan plan, Seen.Began life) {
        this.intended = intended;
        this.member = member;
        this.plan = plan;
        this.life = life;
    }

    String target() {
        return intended.target();
    }

    String step() {
        return intended.step();
    }

    long at() {
        return intended.at();
    }

    boolean isSafe() {
        return plan.cure().risk() == Risk.SAFE;
    }

    boolean hasActed() {
        return acts != null;
    }

    boolean isOf(Attempt other) {
        return target().equals(other.target()) && step().equals(other.step());
    }

    /** Whether it was under way at that moment, as far as heal has told. */
    boolean isUnderWay(long at) {
        Seen.Acts begun = acts;
        Seen.Told end = concluded;
        Seen.Died death = died;
        return begun != null
                && begun.at() <= at
                && (end == null || end.at() > at)
                && (death == null || death.at() > at);
    }

    /** Whether what it did was in force at that moment. */
    boolean isInForce(long at) {
        Seen.Acted done = acted;
        Seen.Undone back = undone;
        Seen.Died death = died;
        return done != null
                && done.undoable()
                && done.at() <= at
                && (back == null || !back.well() || back.at() > at)
                && (death == null || !plan.endsWithProcess() || death.at() > at);
    }

    static boolean concludes(Type type) {
        return switch (type) {
            case VERIFIED, NOT_VERIFIED, FAILED, TIMED_OUT, RESOLVED, ABORTED -> true;
            default -> false;
        };
    }
}

package dev.heal.loop;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heal.admission.CutOff;
import dev.heal.admission.LoadShedder;
import dev.heal.admission.Priority;
import dev.heal.admission.Request;
import dev.heal.admission.ShedderSettings;
import dev.heal.guard.CallRejectedException;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.incident.Resolution;
import dev.heal.policy.Safeguards;
import dev.heal.policy.Step;
import dev.heal.remediation.LimitConcurrency;
import dev.heal.remediation.Remediation;
import dev.heal.remediation.RemediationContext;
import dev.heal.remediation.Remediations;
import dev.heal.remediation.Risk;
import dev.heal.remediation.ShedLoad;
import dev.heal.remediation.Undo;
import dev.heal.resource.Readiness;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

/** Too much is asked for: load is shed, or the calls to a slow target are limited, for as long as it takes and no longer. */
class OverloadTest {

    private final Rig rig = new Rig().detector("overloaded");
    private final LoadShedder shedder = LoadShedder.of("web", ShedderSettings.DEFAULT, rig.clock);

    /** As a step that says nothing of its time to live. */
    private static Step step(String name, Remediation remediation) {
        Step plain = Rig.step(name, remediation, "overloaded");
        Duration own = remediation.timeToLive();
        return own == null ? plain : Act.lasting(own, plain);
    }

    @Test
    void overload_is_shed_verified_and_when_its_time_is_over_let_in_again_by_steps() {
        ShedLoad shed = Remediations.shedLoad(shedder).keep(Priority.CRITICAL);
        rig.step(step("shed", shed)).begin();
        rig.run(ofSeconds(1));
        assertThat(shedder.isActive()).isFalse();

        rig.sick("overloaded").run(ofSeconds(1));
        assertThat(shedder.isActive()).isTrue();
        assertThat(shedder.cutOff()).isEqualTo(CutOff.below(Priority.CRITICAL));
        assertThatThrownBy(() -> shedder.enter(Request.of(Priority.BULK)))
                .hasMessageContaining("load shedder web turned a request of class BULK away");
        shedder.leave(shedder.enter(Request.of(Priority.CRITICAL)));

        rig.well("overloaded").run(ofSeconds(6));
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.HEALED);
        assertThat(rig.types()).contains(Type.APPLIED, Type.VERIFIED);
        assertThat(shedder.isActive()).as("for as long as its time to live").isTrue();

        rig.run(ofMinutes(5).minusSeconds(10));
        assertThat(shedder.cutOff()).isEqualTo(CutOff.below(Priority.CRITICAL));
        while (shedder.cutOff().equals(CutOff.below(Priority.CRITICAL))) {
            traffic(Rig.TICK);
        }
        double first = shedder.cutOff().depth();
        assertThat(first).as("not all at once: a class more every 100 ms").isLessThanOrEqualTo(3);
        rig.clock.advance(ofMillis(99));
        assertThat(shedder.cutOff().depth()).isEqualTo(first);
        for (double depth = first + 1; depth <= Priority.all().size(); depth++) {
            rig.clock.advance(ofMillis(depth == first + 1 ? 1 : 100));
            shedder.leave(shedder.enter(Request.of(Priority.CRITICAL)));
            assertThat(shedder.cutOff().depth()).isEqualTo(depth);
        }
        // There was room for all for long before.
        traffic(Rig.TICK);
        assertThat(shedder.isActive()).isFalse();
        assertThat(shedder.cutOff()).isEqualTo(CutOff.NONE);
        assertThat(rig.incident()
                        .events()
                        .get(rig.incident().events().size() - 1)
                        .text())
                .isEqualTo("is undone: its time to live was over");
    }

    @Test
    void what_did_not_help_is_let_in_again() {
        rig.step(step("shed", Remediations.shedLoad(shedder))).begin();

        rig.sick("overloaded").run(ofMinutes(1));

        traffic(ofSeconds(4));
        assertThat(rig.types()).contains(Type.NOT_VERIFIED, Type.UNDONE);
        assertThat(shedder.isActive()).isFalse();
    }

    @Test
    void one_that_is_always_on_stays_on() {
        shedder.alwaysOn();
        rig.step(step("shed", Remediations.shedLoad(shedder).keep(Priority.HIGH)))
                .begin();

        rig.sick("overloaded").run(ofSeconds(1));
        assertThat(shedder.cutOff()).isEqualTo(CutOff.below(Priority.HIGH));
        rig.well("overloaded").run(ofMinutes(6));
        traffic(ofSeconds(3));

        assertThat(shedder.isActive()).isTrue();
        assertThat(shedder.cutOff()).isEqualTo(CutOff.NONE);
    }

    @Test
    void load_is_shed_also_while_what_the_target_depends_on_is_sick_and_in_the_warm_up() {
        assertThat(Remediations.shedLoad(shedder).risk()).isEqualTo(Risk.SAFE);
        rig.limits(Rig.BARE.warmUp(ofMinutes(1)));
        rig.step(step("shed", Remediations.shedLoad(shedder))).begin();

        rig.sick("overloaded").run(ofSeconds(1));

        assertThat(shedder.isActive()).isTrue();
    }

    @Test
    void calls_that_a_slow_target_holds_are_limited_until_it_is_well_and_the_time_is_over() {
        rig.step(step("limit", new LimitOfRig())).begin();
        Deque<Long> hung = new ArrayDeque<>();
        for (int i = 0; i < 150; i++) {
            hung.add(rig.guard.enter());
        }

        rig.sick("overloaded").run(ofSeconds(1));

        assertThat(rig.guard.concurrencyLimit()).hasValue(20);
        assertThatThrownBy(rig.guard::enter)
                .isInstanceOf(CallRejectedException.class)
                .hasMessageContaining("its limit of 20 in flight at once is reached");
        hung.forEach(rig.guard::ignored);
        rig.well("overloaded").run(ofSeconds(6));
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.HEALED);
        rig.guard.ignored(rig.guard.enter());

        rig.run(Safeguards.DEFAULT_TIME_TO_LIVE);
        assertThat(rig.guard.concurrencyLimit()).isEmpty();
    }

    @Test
    void a_limit_that_was_there_before_comes_back_and_is_never_widened() {
        rig.step(step("limit", new LimitOfRig())).begin();
        rig.guard.limitConcurrency(50);

        rig.sick("overloaded").run(ofSeconds(1));
        assertThat(rig.guard.concurrencyLimit()).hasValue(20);
        rig.well("overloaded").run(ofMinutes(6));
        assertThat(rig.guard.concurrencyLimit()).hasValue(50);

        rig.guard.limitConcurrency(10);
        rig.sick("overloaded").run(ofSeconds(2));
        assertThat(rig.guard.concurrencyLimit()).hasValue(10);
        assertThat(rig.texts(Type.WAITING))
                .anyMatch(text -> text.contains("at most 10 calls may be in flight already"));
    }

    @Test
    void a_limit_that_somebody_has_changed_meanwhile_stays() {
        rig.step(step("limit", new LimitOfRig())).begin();
        rig.sick("overloaded").run(ofSeconds(1));

        rig.guard.limitConcurrency(7);
        rig.well("overloaded").run(ofMinutes(6));

        assertThat(rig.guard.concurrencyLimit()).hasValue(7);
    }

    @Test
    void a_tighter_limit_that_comes_later_ends_with_its_own_time_and_leaves_nothing_behind() {
        rig.detector("more-overloaded");
        Step tighter = Act.lasting(ofMinutes(7), Rig.step("tighter", new LimitOfRig(10), "more-overloaded"));
        rig.step(step("limit", new LimitOfRig())).step(tighter).begin();

        rig.sick("overloaded").run(ofSeconds(1));
        assertThat(rig.guard.concurrencyLimit()).hasValue(20);
        rig.well("overloaded").run(ofMinutes(2));
        rig.sick("more-overloaded").run(ofSeconds(1));
        assertThat(rig.guard.concurrencyLimit()).hasValue(10);
        rig.well("more-overloaded").run(ofMinutes(4));
        assertThat(rig.guard.concurrencyLimit())
                .as("the first one's time is over")
                .hasValue(10);

        rig.run(ofMinutes(4));
        assertThat(rig.guard.concurrencyLimit()).isEmpty();
    }

    /** A shedder goes by what arrives. */
    private void traffic(Duration span) {
        for (long i = 0; i < span.dividedBy(Rig.TICK); i++) {
            rig.run(Rig.TICK);
            shedder.leave(shedder.enter(Request.of(Priority.CRITICAL)));
        }
    }

    /** The rig makes its guard when it begins, after its steps. */
    private final class LimitOfRig implements Remediation {
        private final int most;

        LimitOfRig() {
            this(20);
        }

        LimitOfRig(int most) {
            this.most = most;
        }

        private LimitConcurrency limit() {
            return Remediations.limitConcurrency(rig.guard).to(most);
        }

        @Override
        public String name() {
            return LimitConcurrency.KIND.name();
        }

        @Override
        public Risk risk() {
            return Risk.SAFE;
        }

        @Override
        public Readiness ready(RemediationContext context) {
            return limit().ready(context);
        }

        @Override
        public Undo apply(RemediationContext context) {
            return limit().apply(context);
        }
    }
}

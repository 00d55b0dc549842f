package dev.heal.loop;

import dev.heal.detect.Probe;
import dev.heal.text.Durations;
import dev.heal.text.SafeText;
import dev.heal.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Asks one target's probe on a sampler thread, one question at a time: while one hangs, no second one is asked, and an
 * answer that comes after "no answer" is too late to be one. Its methods are called on the loop thread and do not block.
 */
final class Prober {

    private final Clock clock;
    private final Workers workers;
    private final Inbox inbox;
    private @Nullable Work<Fact> current;
    private Effect.@Nullable AskProbe asked;

    Prober(Clock clock, Workers workers, Inbox inbox) {
        this.clock = clock;
        this.workers = workers;
        this.inbox = inbox;
    }

    void ask(Effect.AskProbe effect) {
        Probe probe = effect.step().verification().probe();
        if (probe == null) {
            return;
        }
        Work<Fact> earlier = current;
        if (earlier != null && !earlier.isDone()) {
            answer(effect, "an earlier question to the probe has not been answered yet");
            return;
        }
        Work<Fact> work = new Work<>(clock, () -> ask(probe, effect), inbox::accept, workers::found);
        try {
            workers.samplers().execute(work);
            current = work;
            asked = effect;
        } catch (Throwable noThread) {
            answer(effect, "could not be asked: " + SafeText.of(noThread));
        }
    }

    private Fact ask(Probe probe, Effect.AskProbe effect) {
        try {
            probe.ask(effect.limit());
            return new Fact.Probed(Moment.of(clock), effect.attempt(), null);
        } catch (Throwable failure) {
            return new Fact.Probed(Moment.of(clock), effect.attempt(), SafeText.of(failure));
        }
    }

    /** Gives an answer for a probe that gives none within its limit. */
    void watch() {
        Effect.AskProbe question = asked;
        Work<Fact> current = this.current;
        if (current == null || question == null || current.isDone()) {
            return;
        }
        Duration grace = question.limit().plusMillis(500);
        if (current.running(clock.nanos()).compareTo(grace) >= 0) {
            asked = null;
            if (current.giveUp()) {
                workers.lost();
            }
            answer(question, "no answer within " + Durations.text(question.limit()));
        }
    }

    private void answer(Effect.AskProbe question, String failure) {
        inbox.accept(new Fact.Probed(Moment.of(clock), question.attempt(), failure));
    }
}

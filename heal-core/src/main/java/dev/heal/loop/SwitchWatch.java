package dev.heal.loop;

import dev.heal.text.Durations;
import dev.heal.text.SafeText;
import dev.heal.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Looks at the stop switch once a tick, on a sampler thread. A look that fails or hangs means stop. */
final class SwitchWatch {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final StopSwitch stopSwitch;
    private final Clock clock;
    private final Workers workers;
    private final Consumer<String> found;
    private Work<String> current = new Work<>(Clock.system(), () -> "", unused -> {});
    private boolean looked;

    /** @param found hears why nothing may start, empty if something may; on any thread */
    SwitchWatch(StopSwitch stopSwitch, Clock clock, Workers workers, Consumer<String> found) {
        this.stopSwitch = stopSwitch;
        this.clock = clock;
        this.workers = workers;
        this.found = found;
    }

    /** Loop thread. */
    void tick() {
        if (looked && !current.isDone()) {
            Duration running = current.running(clock.nanos());
            if (running.compareTo(PATIENCE) >= 0) {
                if (current.giveUp()) {
                    workers.lost();
                }
                found.accept("the stop file has not been found out about for " + Durations.text(PATIENCE));
            }
            return;
        }
        looked = true;
        current = new Work<>(clock, this::reason, found, workers::found);
        try {
            workers.samplers().execute(current);
        } catch (Throwable noThread) {
            looked = false;
            found.accept("the stop file could not be looked for: " + SafeText.of(noThread));
        }
    }

    /** At this moment; on a thread that may block. */
    String reason() {
        try {
            @Nullable String reason = stopSwitch.reason();
            return reason == null ? "the stop switch says nothing" : SafeText.of(reason);
        } catch (Throwable unknown) {
            return "the stop file could not be looked for: " + SafeText.of(unknown);
        }
    }
}

package dev.heal.test.simulation.rule;

import dev.heal.test.simulation.Seen;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/** No exception reaches a caller, no call is held up, and the loop never dies. */
final class HealFailingIsHealAbsent implements Rule {

    @Override
    public int number() {
        return 18;
    }

    @Override
    public String words() {
        return "heal failing = heal absent";
    }

    private static final Duration ALIVE = Duration.ofSeconds(15);

    @Override
    public void check(Evidence seen, BiConsumer<Seen, String> violated) {
        seen.all()
                .filter(Seen.Escaped.class::isInstance)
                .map(Seen.Escaped.class::cast)
                .forEach(escaped -> violated.accept(escaped, escaped.what()));
        // Nothing bad happens in the last while: by then it must be looking again.
        long end = seen.run().ended();
        seen.scenario().variants().get(0).forEach(member -> {
            List<Seen.Look> looks = seen.looks(member.name(), member.detectors().get(0), end - ALIVE.toNanos(), end);
            if (looks.isEmpty()) {
                violated.accept(seen.lives().get(0), "at the end nobody looks at " + member.name() + " any more");
            }
        });
    }
}

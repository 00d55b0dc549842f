package dev.heal.test.simulation.rule;

import dev.heal.incident.IncidentEvent.Type;
import dev.heal.test.simulation.Seen;
import java.time.Duration;
import java.util.function.BiConsumer;

/** Nothing but what is SAFE starts in the warm-up, and every instance waits its own while. */
final class NotAllAtOnce implements Rule {

    @Override
    public int number() {
        return 22;
    }

    @Override
    public String words() {
        return "not all at once";
    }

    @Override
    public void check(Evidence seen, BiConsumer<Seen, String> violated) {
        Duration warmUp = seen.scenario().limits().warmUp();
        for (Attempt attempt : seen.attempts()) {
            if (!attempt.isSafe() && attempt.at() - attempt.life.at() < warmUp.toNanos()) {
                violated.accept(attempt.intended, "the process is not warm");
            }
            long opened = seen.told().stream()
                    .filter(told -> told.incident().equals(attempt.intended.incident()))
                    .filter(told -> seen.life(told.at()) == attempt.life)
                    .mapToLong(Seen.Told::at)
                    .min()
                    .orElse(0);
            boolean same = seen.told().stream()
                    .filter(told -> told.incident().equals(attempt.intended.incident()))
                    .allMatch(told -> told.event().type() != Type.NOTE
                            || !told.event().text().startsWith("heal was restarted"));
            long wait = part(
                    attempt.life.instance(),
                    attempt.intended.incident(),
                    seen.scenario().limits().jitter());
            if (same && attempt.at() - opened < wait) {
                violated.accept(attempt.intended, "did not wait for its " + Duration.ofNanos(wait));
            }
        }
    }

    /** The part of the span that an instance waits in an incident: SplitMix64's finalizer, as documented. */
    private static long part(long instance, String incident, Duration most) {
        long bits = mix(instance ^ mix(incident.hashCode()));
        return (long) ((bits >>> 11) * 0x1.0p-53 * most.toNanos());
    }

    private static long mix(long seed) {
        long bits = seed + 0x9e3779b97f4a7c15L;
        bits = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        bits = (bits ^ (bits >>> 27)) * 0x94d049bb133111ebL;
        return bits ^ (bits >>> 31);
    }
}

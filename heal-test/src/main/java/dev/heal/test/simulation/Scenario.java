package dev.heal.test.simulation;

import dev.heal.policy.Limits;
import dev.heal.policy.Mode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The story of one seed, as far as it is known before it happens.
 *
 * @param variants the targets; the second variant holds after a restart with a changed policy
 * @param quietFrom from then on nothing bad happens any more, in nanoseconds of true time
 * @param regions the regions behind a router; null if there is none
 */
public record Scenario(
        long seed,
        World.Kind kind,
        Duration length,
        Duration tick,
        List<List<Member>> variants,
        Limits limits,
        List<Illness> illnesses,
        List<Mishap> mishaps,
        long quietFrom,
        @Nullable RegionPlan regions) {

    /** Every so many seeds it is about regions behind a router. */
    private static final int ROUTED = 4;

    public static Scenario of(long seed) {
        return isOfRegions(seed) ? new RegionScenarios(seed).draw() : new Scenarios(seed).draw();
    }

    /** Whether it is about regions behind a router. */
    static boolean isOfRegions(long seed) {
        return Math.floorMod(seed, ROUTED) == ROUTED - 1;
    }

    /**
     * The same story, with heal in another mode throughout. No breaker opens in it: where heal acts it lets trial calls in,
     * where it observes it does not, and then it would not be the same that it sees.
     */
    Scenario in(Mode mode) {
        List<List<Member>> other = variants.stream()
                .map(members -> members.stream().map(member -> member.in(mode)).toList())
                .toList();
        return new Scenario(
                seed,
                kind,
                length,
                tick,
                other,
                limits,
                illnesses,
                mishaps,
                quietFrom,
                regions == null ? null : regions.onlyMeasuring());
    }

    /** The targets in a variant. */
    public Member member(int variant, String name) {
        return variants.get(variant).stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no target " + name));
    }
}

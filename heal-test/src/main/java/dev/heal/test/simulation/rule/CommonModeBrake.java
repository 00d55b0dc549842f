package dev.heal.test.simulation.rule;

import dev.heal.incident.IncidentEvent.Type;
import dev.heal.policy.Scope;
import dev.heal.test.simulation.Seen;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** When too many of a scope turn bad together, nothing starts for single members, and one human is told once. */
final class CommonModeBrake implements Rule {

    @Override
    public int number() {
        return 5;
    }

    @Override
    public String words() {
        return "common-mode brake";
    }

    static final String SIGN = "turned bad within";

    @Override
    public void check(Evidence seen, BiConsumer<Seen, String> violated) {
        Map<String, Seen.Told> brakes = new HashMap<>();
        for (Seen.Told told : brakesOf(seen)) {
            String scope = scope(seen, told);
            Seen.Told before = brakes.put(scope, told);
            if (before != null
                    && seen.life(before.at()) == seen.life(told.at())
                    && !wasWellBetween(seen, scope, before.at(), told.at())) {
                violated.accept(told, "a human was told twice of " + scope);
            }
        }
        for (Attempt attempt : seen.attempts()) {
            String scope = attempt.member.scope();
            if (scope == null || attempt.isSafe()) {
                continue;
            }
            Set<String> members = seen.members(scope);
            Scope.Brake brake = Knowledge.rule(seen, scope).brake();
            long unwell = members.stream()
                    .filter(member -> !Knowledge.isHealthy(attempt, member))
                    .count();
            boolean told = brakesOf(seen).stream()
                    .anyMatch(event -> scope(seen, event).equals(scope)
                            && event.at() <= attempt.at()
                            && seen.life(event.at()) == attempt.life
                            && !wasWellBetween(seen, scope, event.at(), attempt.at()));
            if (told && unwell > brake.share() * members.size()) {
                violated.accept(attempt.intended, "the brake is on for " + scope);
            }
            long together = members.stream()
                    .filter(member -> turnedBad(seen, attempt, member, brake))
                    .count();
            if (members.size() > 1 && together > brake.share() * members.size()) {
                violated.accept(attempt.intended, together + " of " + members + " have turned bad together");
            }
        }
    }

    private static List<Seen.Told> brakesOf(Evidence seen) {
        return seen.told().stream()
                .filter(told -> told.event().type() == Type.ESCALATED
                        && told.event().text().contains(SIGN))
                .toList();
    }

    private static String scope(Evidence seen, Seen.Told told) {
        return String.valueOf(seen.member(told.target(), told.at()).scope());
    }

    /** Sure of it, and lately; a margin is left for what the loop had not heard of yet. */
    private static boolean turnedBad(Evidence seen, Attempt attempt, String member, Scope.Brake brake) {
        boolean isSick =
                attempt.member.detectors().stream().anyMatch(detector -> Knowledge.isSick(attempt, member, detector));
        if (!isSick) {
            return false;
        }
        long since = Knowledge.fellSick(seen, member, attempt.member.detectors(), attempt.at());
        return attempt.at() - since < brake.within().toNanos()
                && attempt.at() - since > 4 * seen.scenario().tick().toNanos()
                && !seen.looksCameLate(since, attempt.at())
                && seen.away(since, attempt.at()) == 0;
    }

    private static boolean wasWellBetween(Evidence seen, String scope, long from, long to) {
        return seen.all()
                .filter(look -> look instanceof Seen.Look && look.at() > from && look.at() < to)
                .anyMatch(look -> isWellAt(seen, scope, look.at()));
    }

    private static boolean isWellAt(Evidence seen, String scope, long at) {
        Set<String> members = seen.members(scope);
        long unwell = members.stream()
                .filter(member -> !Knowledge.lookedHealthy(seen, member, at))
                .count();
        return unwell <= Knowledge.rule(seen, scope).brake().share() * members.size();
    }
}

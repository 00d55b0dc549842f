package dev.heal.gate;

import dev.heal.gate.Standing.Condition;
import dev.heal.journal.Recording;
import dev.heal.policy.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The application's book: what the gates of one target have to know of all the others. Immutable; times are those of the
 * monotonic clock.
 *
 * @param began when the loop began to look
 * @param recording whether what is about to be done can be written down
 * @param starts the remediations that were started, oldest first, as far back as any budget looks
 * @param standings how each target stands
 * @param brakes by scope, the incident in which its common-mode brake was told; empty while none is on
 * @param released by scope, when its brake was last taken off
 */
public record Ledger(
        long began,
        Recording recording,
        List<Start> starts,
        Map<String, Standing> standings,
        Map<String, String> brakes,
        Map<String, Long> released) {

    /** One remediation that was started. */
    public record Start(String target, String step, long at) {}

    public Ledger {
        starts = List.copyOf(starts);
        standings = Standings.of(standings);
        brakes = Map.copyOf(brakes);
        released = Map.copyOf(released);
    }

    public static Ledger begin(long now, Recording recording) {
        return new Ledger(now, recording, List.of(), Map.of(), Map.of(), Map.of());
    }

    /** How many of those starts were within {@code span} before {@code now}. */
    public int startedWithin(Duration span, long now, Predicate<Start> which) {
        return (int) starts.stream()
                .filter(start -> now - start.at() < span.toNanos())
                .filter(which)
                .count();
    }

    /** @param remember how far back any budget looks */
    public Ledger started(Start start, Duration remember) {
        List<Start> all = new ArrayList<>(starts);
        all.removeIf(each -> start.at() - each.at() >= remember.toNanos());
        all.add(start);
        return new Ledger(began, recording, all, standings, brakes, released);
    }

    /** The latest of these starts was none after all. */
    public Ledger notBegun(String target, String step) {
        List<Start> all = new ArrayList<>(starts);
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).target().equals(target) && all.get(i).step().equals(step)) {
                all.remove(i);
                break;
            }
        }
        return new Ledger(began, recording, all, standings, brakes, released);
    }

    public Ledger recording(Recording now) {
        return now.equals(recording) ? this : new Ledger(began, now, starts, standings, brakes, released);
    }

    public Ledger standing(String target, Standing standing) {
        if (standing.equals(standings.get(target))) {
            return this;
        }
        return new Ledger(began, recording, starts, Standings.of(standings).with(target, standing), brakes, released);
    }

    public Condition condition(String target) {
        Standing standing = standings.get(target);
        return standing == null ? Condition.UNKNOWN : standing.condition();
    }

    /** Whether a step has begun there and has not come to its end. */
    public boolean isUnderWay(String target) {
        Standing standing = standings.get(target);
        return standing != null && standing.underWay();
    }

    /** The id of the target's open incident; null if there is none. */
    public @Nullable String incidentOf(String target) {
        Standing standing = standings.get(target);
        return standing == null ? null : standing.incident();
    }

    /** The scopes that these targets are members of. */
    public Set<String> scopesOf(Collection<String> targets) {
        Set<String> scopes = new TreeSet<>();
        for (String target : targets) {
            Standing standing = standings.get(target);
            String scope = standing == null ? null : standing.scope();
            if (scope != null) {
                scopes.add(scope);
            }
        }
        return scopes;
    }

    /** The targets of a scope. */
    public Set<String> members(String scope) {
        return standings.entrySet().stream()
                .filter(entry -> scope.equals(entry.getValue().scope()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The targets whose capacity is taken away at present. */
    public Set<String> taken() {
        return standings.values().stream()
                .flatMap(standing -> standing.taken().stream())
                .collect(Collectors.toSet());
    }

    /** The members that are known to be healthy and that nobody has taken away. */
    public Set<String> serving(String scope) {
        Set<String> serving = new TreeSet<>(members(scope));
        serving.removeIf(member -> condition(member) != Condition.HEALTHY);
        serving.removeAll(taken());
        return serving;
    }

    // -- the common-mode brake

    /** Whether more than the scope's share of its members have turned bad together. A single member has no such share. */
    public boolean turnedBadTogether(String scope, Scope.Brake brake, long now) {
        Set<String> members = members(scope);
        long bad = members.stream()
                .filter(member -> fellSickWithin(member, brake.within(), now))
                .count();
        return members.size() > 1 && bad > brake.share() * members.size();
    }

    private boolean fellSickWithin(String target, Duration span, long now) {
        Standing standing = standings.get(target);
        Long since = standing == null ? null : standing.sickSince();
        return since != null && now - since <= span.toNanos();
    }

    /** Whether no more than the scope's share of its members is anything but healthy. */
    public boolean isWellAgain(String scope, Scope.Brake brake) {
        Set<String> members = members(scope);
        long bad = members.stream()
                .filter(member -> condition(member) != Condition.HEALTHY)
                .count();
        return bad <= brake.share() * members.size();
    }

    public Ledger braked(String scope, String incident) {
        Map<String, String> all = new HashMap<>(brakes);
        all.put(scope, incident);
        return new Ledger(began, recording, starts, standings, all, released);
    }

    public Ledger brakeReleased(String scope, long now) {
        Map<String, String> all = new HashMap<>(brakes);
        all.remove(scope);
        Map<String, Long> since = new HashMap<>(released);
        since.put(scope, now);
        return new Ledger(began, recording, starts, standings, all, since);
    }

    /** How long the scope has been without its brake; empty if it never had one. */
    public Optional<Duration> withoutBrake(@Nullable String scope, long now) {
        Long since = scope == null ? null : released.get(scope);
        return since == null ? Optional.empty() : Optional.of(Duration.ofNanos(now - since));
    }

    /** The targets that are known to be healthy. */
    public Set<String> healthy() {
        return standings.entrySet().stream()
                .filter(entry -> entry.getValue().condition() == Condition.HEALTHY)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }
}

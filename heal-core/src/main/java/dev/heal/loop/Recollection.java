package dev.heal.loop;

import dev.heal.gate.History;
import dev.heal.gate.Ledger;
import dev.heal.gate.Ledger.Start;
import dev.heal.incident.Incident;
import dev.heal.incident.IncidentRecords;
import dev.heal.journal.Entry;
import dev.heal.journal.Recorded;
import dev.heal.journal.Recording;
import dev.heal.loop.Records.Result;
import dev.heal.policy.Mode;
import dev.heal.policy.Orders;
import dev.heal.text.SafeText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the journal tells of the time before this process: budgets, cooldowns, stops, what was given up, the incidents that
 * were open, and the intents whose end nobody knows. Ages are those that were measured, so that nothing recovers by a wall
 * clock that jumped.
 */
final class Recollection {

    /** An intent as far as it came. */
    record Intent(
            String target,
            String incident,
            long attempt,
            String step,
            List<String> causes,
            @Nullable String approved,
            @Nullable Result result,
            boolean undoable) {

        Intent ended(Result how, boolean canBeUndone) {
            return new Intent(target, incident, attempt, step, causes, approved, how, canBeUndone);
        }

        /** Whether the process died while it was under way. */
        boolean isOpen() {
            return result == null;
        }

        /** Whether it did something that can be undone, and nobody has taken that back. */
        boolean isInForce() {
            return undoable && result != null && IN_FORCE.contains(result);
        }
    }

    /**
     * A plan that was proposed.
     *
     * @param decision what became of it; null if nothing had
     * @param expires when the question ends, on the monotonic clock
     */
    record Proposal(Entry entry, @Nullable String decision, long expires) {}

    private static final Set<Result> IN_FORCE =
            EnumSet.of(Result.APPLIED, Result.VERIFIED, Result.NOT_VERIFIED, Result.TIMED_OUT, Result.INTERRUPTED);
    private static final Logger LOG = LoggerFactory.getLogger("dev.heal");
    private static final Duration FOREVER = Duration.ofDays(36_500);

    private final long now;
    private final List<Start> starts = new ArrayList<>();
    private final Map<String, Intent> intents = new LinkedHashMap<>();
    private final Map<String, Long> startedAt = new HashMap<>();
    private final Map<String, Proposal> proposals = new LinkedHashMap<>();
    private final Map<String, History> histories = new HashMap<>();
    private final Map<String, Orders> orders = new HashMap<>();
    private final Map<String, Long> incidentCounts = new HashMap<>();
    private final Map<String, Long> openedAt = new HashMap<>();
    private final Map<String, String> brakes = new HashMap<>();
    private final Map<String, Orders.Pin> pins = new HashMap<>();
    private Orders.@Nullable Stop everywhere;
    private final List<Incident> incidents;
    private final Map<String, Long> attempts = new HashMap<>();

    Recollection(List<Recorded> records, Moment now) {
        this.now = now.nanos();
        // Whether a plan still waits is decided on anew.
        this.incidents = IncidentRecords.read(records).stream()
                .map(incident -> incident.awaiting(null))
                .toList();
        for (Recorded recorded : records) {
            try {
                take(recorded, now);
            } catch (RuntimeException strange) {
                // One record that makes no sense must not cost the others.
                LOG.warn("record {} of the journal makes no sense: {}", recorded.number(), SafeText.of(strange));
            }
        }
        startedAt.forEach((key, at) -> {
            Intent intent = intents.get(key);
            if (intent != null && intent.result() != Result.NOT_BEGUN) {
                // It began once this was durable: no budget may recover earlier for that.
                starts.add(new Start(intent.target(), intent.step(), at + Doing.RECORD_WITHIN.toNanos()));
            }
        });
        starts.sort((one, other) -> Long.compare(one.at(), other.at()));
    }

    private void take(Recorded recorded, Moment moment) {
        Entry entry = recorded.entry();
        long at = now - recorded.age().toNanos();
        String target = text(entry, "target");
        switch (entry.type()) {
            case IncidentRecords.INCIDENT -> {
                if (openedAt.putIfAbsent(text(entry, "incident"), at) != null) {
                    return; // written again by a process that was told that the disk had not taken it
                }
                incidentCounts.merge(target, 1L, Long::sum);
                histories.merge(target, History.NONE.opened(at, FOREVER), (old, unused) -> old.opened(at, FOREVER));
            }
            case Records.INTENT -> intent(entry, target, at);
            case Records.OUTCOME -> outcome(entry, target, at);
            case Records.PROPOSED -> {
                // For approvals the wall clock may only shorten what is left: an old yes must not come back to life.
                long wall =
                        Math.max(0, moment.at().toEpochMilli() - recorded.at().toEpochMilli());
                long passed = Math.max(
                        recorded.age().toNanos(), Duration.ofMillis(wall).toNanos());
                Instant unused = Instant.parse(text(entry, "expires")); // one that makes no sense is no proposal
                long left = Duration.ofMillis(number(entry, "expires-in-ms")).toNanos() - passed;
                proposals.put(text(entry, "plan"), new Proposal(entry, null, now + left));
            }
            case Records.DECIDED ->
                proposals.computeIfPresent(
                        text(entry, "plan"),
                        (plan, proposal) ->
                                new Proposal(proposal.entry(), text(entry, "decision"), proposal.expires()));
            case Records.GIVEN_UP ->
                histories.merge(target, givenUp(entry, History.NONE), (old, unused) -> givenUp(entry, old));
            case Records.ORDERS -> ordered(target, orders(entry));
            case Records.STOP_ALL -> everywhere = stop(entry);
            case Records.BRAKE -> {
                if (entry.fields().containsKey("incident")) {
                    brakes.put(text(entry, "scope"), text(entry, "incident"));
                } else {
                    brakes.remove(text(entry, "scope"));
                }
            }
            case Records.PIN -> {
                if (entry.fields().containsKey("region")) {
                    pins.put(
                            text(entry, "scope"),
                            new Orders.Pin(
                                    text(entry, "region"),
                                    text(entry, "by"),
                                    text(entry, "reason"),
                                    Instant.parse(text(entry, "since"))));
                } else {
                    pins.remove(text(entry, "scope"));
                }
            }
            default -> {}
        }
    }

    private void intent(Entry entry, String target, long at) {
        long attempt = number(entry, "attempt");
        attempts.merge(target, attempt, Math::max);
        startedAt.put(key(entry), at);
        Object approved = entry.fields().get("approved");
        intents.put(
                key(entry),
                new Intent(
                        target,
                        text(entry, "incident"),
                        attempt,
                        text(entry, "step"),
                        texts(entry, "causes"),
                        approved == null ? null : approved.toString(),
                        null,
                        false));
    }

    private void outcome(Entry entry, String target, long at) {
        Result result = Result.of(text(entry, "result"));
        boolean undoable = Boolean.TRUE.equals(entry.fields().get("undoable"));
        intents.computeIfPresent(key(entry), (key, intent) -> intent.ended(result, undoable));
        if (result != Result.NOT_BEGUN) {
            History before = histories.getOrDefault(target, History.NONE);
            histories.put(target, before.ended(text(entry, "step"), at));
        }
    }

    /** An attempt's number is its target's own. */
    private static String key(Entry entry) {
        return text(entry, "target") + " " + number(entry, "attempt");
    }

    private void ordered(String target, Orders next) {
        Orders before = orders.put(target, next);
        if (before != null && before.here() != null && next.here() == null) {
            histories.computeIfPresent(target, (name, history) -> history.released());
        }
    }

    private static History givenUp(Entry entry, History before) {
        Map<String, Integer> failures = new HashMap<>();
        if (entry.fields().get("failures") instanceof Map<?, ?> map) {
            map.forEach((on, count) -> failures.put(String.valueOf(on), ((Number) count).intValue()));
        }
        Set<String> unresolved = new HashSet<>(texts(entry, "unresolved"));
        return new History(before.ends(), before.attempts(), before.givenUp(), failures, unresolved, before.openings());
    }

    private static Orders orders(Entry entry) {
        Object mode = entry.fields().get("mode");
        return Orders.NONE
                .here(stop(entry))
                .mode(mode == null ? null : Mode.valueOf(mode.toString().toUpperCase(Locale.ROOT)));
    }

    private static Orders.@Nullable Stop stop(Entry entry) {
        return entry.fields().containsKey("by")
                ? new Orders.Stop(text(entry, "by"), text(entry, "reason"), Instant.parse(text(entry, "since")))
                : null;
    }

    // -- what was found

    /** A brake is on as before if the process died with it; where heal was shut down it is judged anew. */
    Ledger ledger(Recording recording) {
        Map<String, String> on = new HashMap<>(brakes);
        on.values()
                .retainAll(incidents.stream()
                        .filter(Incident::isOpen)
                        .map(Incident::id)
                        .collect(Collectors.toSet()));
        return new Ledger(now, recording, starts, Map.of(), on, Map.of());
    }

    /** @param scope the target's; null for none */
    Orders orders(String target, @Nullable String scope) {
        Orders own = orders.getOrDefault(target, Orders.NONE).everywhere(everywhere);
        return scope == null ? own : own.pin(pins.get(scope));
    }

    History history(String target) {
        return histories.getOrDefault(target, History.NONE);
    }

    long incidentsOf(String target) {
        return incidentCounts.getOrDefault(target, 0L);
    }

    /** The highest number of a piece of work. */
    long attemptsOf(String target) {
        return attempts.getOrDefault(target, 0L);
    }

    /** Open and closed, oldest first. */
    List<Incident> incidents() {
        return incidents;
    }

    /** When the incident was opened, on the monotonic clock of this process. */
    long openedAt(Incident incident) {
        return openedAt.getOrDefault(incident.id(), now);
    }

    /** What did not come to its end, or is still in force, for targets that are none of these any more. */
    List<Intent> leftBehind(Set<String> targets) {
        return intents.values().stream()
                .filter(intent -> !targets.contains(intent.target()))
                .filter(intent -> intent.isOpen() || intent.isInForce())
                .toList();
    }

    List<Intent> intents(String target) {
        return intents.values().stream()
                .filter(intent -> intent.target().equals(target))
                .toList();
    }

    /** The proposals of an incident, oldest first. */
    List<Proposal> proposals(String incident) {
        return proposals.values().stream()
                .filter(proposal -> text(proposal.entry(), "incident").equals(incident))
                .toList();
    }

    /** Whether an approval of that plan has been used. */
    boolean isUsed(String plan) {
        return intents.values().stream().anyMatch(intent -> plan.equals(intent.approved()));
    }

    static String text(Entry entry, String name) {
        return String.valueOf(entry.fields().get(name));
    }

    static long number(Entry entry, String name) {
        return entry.fields().get(name) instanceof Number number ? number.longValue() : 0;
    }

    static List<String> texts(Entry entry, String name) {
        return entry.fields().get(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}

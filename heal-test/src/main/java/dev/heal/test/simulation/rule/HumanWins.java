package dev.heal.test.simulation.rule;

import dev.heal.incident.Decision;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.journal.Entry;
import dev.heal.policy.Mode;
import dev.heal.test.simulation.Seen;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** After a stop, a pin, a denial or an abort nothing begins there until a human releases it, across restarts too. */
final class HumanWins implements Rule {

    @Override
    public int number() {
        return 11;
    }

    @Override
    public String words() {
        return "human wins";
    }

    private static final String ALL = "*";

    /** By then a healthy disk has what was told. */
    private static final Duration SURE = Duration.ofSeconds(8);

    /** What holds at a moment. */
    private static final class Orders {
        final Map<String, Integer> stops = new HashMap<>();
        final Map<String, Integer> observed = new HashMap<>();
        final Set<Integer> durable = new HashSet<>();
        final Set<String> pinned = new HashSet<>();
        final Map<String, Long> finished = new HashMap<>();

        /** The incidents of which it is durable how they were finished, and the targets of which it is that they are pinned. */
        final Set<String> recorded = new HashSet<>();

        /** The aborts that were said, and when. */
        final Map<String, Long> aborts = new HashMap<>();

        boolean file;

        /** The pins that were told too short a time ago to be durable. */
        final Map<String, Long> pins = new HashMap<>();

        /** Heal tries to the last, and says of which order it could not be sure: only a disk that refuses takes one from it. */
        void ended(Evidence seen, long at) {
            if (seen.diskRefuses(at)) {
                stops.values().removeIf(number -> !durable.contains(number));
                observed.values().removeIf(number -> !durable.contains(number));
                finished.keySet().removeIf(incident -> !recorded.contains(incident));
                pinned.removeIf(target -> !recorded.contains(target));
            }
        }

        void died(Evidence seen, long at) {
            pins.forEach((target, told) -> {
                if (at - told < SURE.toNanos() || seen.hadTrouble(told, at)) {
                    pinned.remove(target);
                }
            });
            // What heal had not said to be durable may be forgotten.
            stops.values().removeIf(number -> !durable.contains(number));
            observed.values().removeIf(number -> !durable.contains(number));
            aborts.values().removeIf(said -> at - said < SURE.toNanos() || seen.hadTrouble(said, at));
            // A decision that a disk in trouble never took is known to nobody after a crash.
            finished.entrySet()
                    .removeIf(said -> !recorded.contains(said.getKey())
                            && (at - said.getValue() < SURE.toNanos() || seen.hadTrouble(said.getValue(), at)));
        }
    }

    @Override
    public void check(Evidence seen, BiConsumer<Seen, String> violated) {
        Orders orders = new Orders();
        for (Seen each : (Iterable<Seen>) seen.all()::iterator) {
            if (each instanceof Seen.Ordered ordered) {
                ordered(orders, ordered);
            } else if (each instanceof Seen.Outlives outlives) {
                orders.durable.add(outlives.number());
            } else if (each instanceof Seen.Died died) {
                if (died.crashed()) {
                    orders.died(seen, died.at());
                } else {
                    orders.ended(seen, died.at());
                }
            } else if (each instanceof Seen.Promised promised) {
                promised(orders, promised.entry());
            } else if (each instanceof Seen.StopFile file) {
                orders.file = file.isThere();
            } else if (each instanceof Seen.Said said && said.kind() == Decision.Kind.ABORT && said.taken()) {
                orders.aborts.putIfAbsent(said.incident(), said.at());
            } else if (each instanceof Seen.Told told) {
                told(orders, told);
            } else if (each instanceof Seen.Acts acts) {
                String against = against(orders, acts);
                if (!against.isEmpty()) {
                    violated.accept(acts, against);
                }
            }
        }
    }

    private static void ordered(Orders orders, Seen.Ordered ordered) {
        String target = ordered.target() == null ? ALL : ordered.target();
        switch (ordered.order()) {
            case STOP -> orders.stops.put(target, ordered.number());
            case RELEASE -> {
                orders.recorded.remove(target);
                orders.stops.remove(target);
                orders.pinned.remove(target);
            }
            case MODE -> {
                orders.observed.remove(target);
                if (ordered.mode() == Mode.OBSERVE) {
                    orders.observed.put(target, ordered.number());
                }
            }
            case PIN, UNPIN -> {} // of regions: a rule of its own
        }
    }

    private static void promised(Orders orders, Entry entry) {
        boolean aborted = "ABORTED".equals(entry.fields().get("event"));
        boolean denied = "deny".equals(entry.fields().get("decision"));
        if (entry.type().equals("orders") && "heal".equals(entry.fields().get("by"))) {
            orders.recorded.add(String.valueOf(entry.fields().get("target")));
        }
        if (aborted || denied) {
            orders.recorded.add(String.valueOf(entry.fields().get("incident")));
        }
    }

    private static void told(Orders orders, Seen.Told told) {
        if (told.event().type() == Type.ABORTED || told.event().type() == Type.DISAPPROVED) {
            orders.finished.putIfAbsent(told.incident(), told.at());
        } else if (told.event().type() == Type.ESCALATED && told.event().text().contains("pinned, because")) {
            orders.pinned.add(told.target());
            orders.pins.put(told.target(), told.at());
        }
    }

    private static String against(Orders orders, Seen.Acts acts) {
        if (orders.file) {
            return "the stop file is there";
        }
        if (orders.stops.containsKey(ALL) || orders.stops.containsKey(acts.target())) {
            return "a human has stopped it";
        }
        if (orders.pinned.contains(acts.target())) {
            return "it is pinned";
        }
        if (orders.observed.containsKey(acts.target())) {
            return "a human has said: only observe";
        }
        Long said = orders.aborts.get(acts.incident());
        if (said != null && acts.at() - said > SURE.toNanos()) {
            return "a human has aborted it";
        }
        return orders.finished.containsKey(acts.incident()) ? "a human has denied or aborted it" : "";
    }
}

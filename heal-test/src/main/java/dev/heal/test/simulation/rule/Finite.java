package dev.heal.test.simulation.rule;

import dev.heal.incident.IncidentEvent.Type;
import dev.heal.test.simulation.Fault;
import dev.heal.test.simulation.Seen;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Every incident ends or is told to a human, and what has failed so often is not tried again before a human has looked. */
final class Finite implements Rule {

    @Override
    public int number() {
        return 7;
    }

    @Override
    public String words() {
        return "finite";
    }

    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final Duration HEARTBEAT = Duration.ofMinutes(1);

    @Override
    public void check(Evidence seen, BiConsumer<Seen, String> violated) {
        ends(seen, violated);
        givesUp(seen, violated);
        attempts(seen, violated);
    }

    /** So often within an incident, and for so long. */
    private static void attempts(Evidence seen, BiConsumer<Seen, String> violated) {
        Map<String, Integer> made = new HashMap<>();
        for (Attempt attempt : seen.acted()) {
            int count = made.merge(attempt.intended.incident() + " " + attempt.step(), 1, Integer::sum);
            if (count > attempt.plan.attempts()) {
                violated.accept(attempt.intended, "is tried for the " + count + ". time");
            }
            Seen.Acts begun = attempt.acts;
            Seen.Acted ended = attempt.acted;
            if (begun == null || seen.isOn(Fault.REMEDIATION_IGNORES_INTERRUPT, attempt.target(), begun.at())) {
                continue;
            }
            long latest = begun.at() + attempt.plan.timeLimit().plus(BOUND).toNanos();
            latest += seen.away(begun.at(), latest);
            boolean dead = attempt.died != null && attempt.died.at() <= latest;
            if (!dead && latest < seen.run().ended() && (ended == null || ended.at() > latest)) {
                violated.accept(begun, "has not ended, nor been interrupted, after " + attempt.plan.timeLimit());
            }
        }
    }

    private static void ends(Evidence seen, BiConsumer<Seen, String> violated) {
        Map<String, Seen.Told> first = new LinkedHashMap<>();
        Map<String, Long> settled = new HashMap<>();
        for (Seen.Told told : seen.told()) {
            first.putIfAbsent(told.incident(), told);
            boolean end = switch (told.event().type()) {
                case RESOLVED, ESCALATED, ABORTED, ACKNOWLEDGED -> true;
                case NOTE -> told.event().text().contains("a human was told in incident");
                default -> false;
            };
            if (end) {
                settled.putIfAbsent(told.incident(), told.at());
            }
        }
        first.forEach((incident, told) -> {
            long end = settled.getOrDefault(incident, seen.run().ended());
            Duration after = seen.member(told.target(), told.at()).escalation().after();
            long from = Math.max(told.at(), brakeOff(seen, told, end));
            long open = end - from - seen.away(from, end) - forgotten(seen, from, end);
            boolean lost = seen.isLost(told);
            if (open > after.plus(BOUND).toNanos() && !lost) {
                violated.accept(told, "neither ended nor told to a human after " + after);
            }
        });
    }

    /** When the brake of its scope was last taken off: a human was told of that, and only then it is a case of its own. */
    private static long brakeOff(Evidence seen, Seen.Told told, long until) {
        String scope = seen.member(told.target(), told.at()).scope();
        return seen.all()
                .filter(Seen.Promised.class::isInstance)
                .map(Seen.Promised.class::cast)
                .filter(promised -> promised.at() <= until
                        && promised.entry().type().equals("brake")
                        && String.valueOf(promised.entry().fields().get("scope"))
                                .equals(scope)
                        && promised.entry().fields().get("incident") == null)
                .mapToLong(Seen.Promised::at)
                .max()
                .orElse(0);
    }

    /** So much of what has passed may be forgotten by each crash: the journal hears once a minute that time passes. */
    private static long forgotten(Evidence seen, long from, long to) {
        return seen.deaths().stream()
                .filter(died -> died.crashed() && died.at() >= from && died.at() <= to)
                .mapToLong(died -> Math.min(died.at() - from, HEARTBEAT.toNanos()))
                .sum();
    }

    private static void givesUp(Evidence seen, BiConsumer<Seen, String> violated) {
        Map<String, Integer> failures = new HashMap<>();
        Map<String, Integer> durable = new HashMap<>();
        Map<String, Attempt> latest = new HashMap<>();
        for (Seen each : (Iterable<Seen>) seen.all()::iterator) {
            if (each instanceof Seen.Died died && died.crashed()) {
                failures.clear();
                failures.putAll(durable);
            } else if (each instanceof Seen.Promised promised
                    && promised.entry().type().equals("given-up")) {
                String target = String.valueOf(promised.entry().fields().get("target"));
                durable.keySet().removeIf(key -> key.startsWith(target + " "));
                failures.forEach((key, count) -> {
                    if (key.startsWith(target + " ")) {
                        durable.put(key, count);
                    }
                });
            } else if (each instanceof Seen.Told told && told.event().type() == Type.ACKNOWLEDGED) {
                failures.keySet().removeIf(key -> key.startsWith(told.target() + " "));
            } else if (each instanceof Seen.Told told && told.event().subject() != null) {
                Attempt attempt = latest.get(told.target() + " " + told.event().subject());
                boolean shutDown = told.event().text().contains("heal is shut down");
                if (attempt != null && attempt.concluded == told && !shutDown) {
                    concluded(attempt, told.event().type(), failures);
                }
            } else if (each instanceof Seen.Intended intended) {
                for (Attempt attempt : seen.attempts()) {
                    if (attempt.intended == intended) {
                        latest.put(attempt.target() + " " + attempt.step(), attempt);
                        int most = attempt.member.giveUp().failures();
                        for (String cause : intended.causes()) {
                            if (failures.getOrDefault(key(attempt, cause), 0) >= most) {
                                violated.accept(intended, "has failed " + most + " times on " + cause);
                            }
                        }
                    }
                }
            }
        }
    }

    private static void concluded(Attempt attempt, Type how, Map<String, Integer> failures) {
        for (String cause : attempt.intended.causes()) {
            if (how == Type.VERIFIED) {
                failures.remove(key(attempt, cause));
            } else if (how != Type.RESOLVED && how != Type.ABORTED) {
                failures.merge(key(attempt, cause), 1, Integer::sum);
            }
        }
    }

    private static String key(Attempt attempt, String cause) {
        return attempt.target() + " " + attempt.step() + " on " + cause;
    }
}

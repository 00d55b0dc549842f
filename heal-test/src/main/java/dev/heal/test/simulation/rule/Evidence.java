package dev.heal.test.simulation.rule;

import dev.heal.incident.IncidentEvent.Type;
import dev.heal.test.simulation.Fault;
import dev.heal.test.simulation.Member;
import dev.heal.test.simulation.RegionPlan;
import dev.heal.test.simulation.Run;
import dev.heal.test.simulation.Scenario;
import dev.heal.test.simulation.Seen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What was seen of a run, sorted for those who look for broken promises. */
public final class Evidence {

    private final Run run;
    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Attempt> restored = new ArrayList<>();
    private final List<Seen.Began> lives = new ArrayList<>();
    private final List<Seen.Died> deaths = new ArrayList<>();
    private final Map<String, List<Seen.Look>> looks = new HashMap<>();
    private final List<Seen.Told> told = new ArrayList<>();
    private final Map<String, Long> durable = new HashMap<>();

    public Evidence(Run run) {
        this.run = run;
        Map<Integer, Attempt> byNumber = new HashMap<>();
        for (Seen seen : run.trace().all()) {
            if (seen instanceof Seen.Look look) {
                looks.computeIfAbsent(look.target() + " " + look.detector(), key -> new ArrayList<>())
                        .add(look);
            } else if (seen instanceof Seen.Began began) {
                lives.add(began);
            } else if (seen instanceof Seen.Died died) {
                deaths.add(died);
                Stream.concat(attempts.stream(), restored.stream())
                        .filter(attempt -> attempt.life.life() == died.life())
                        .forEach(attempt -> attempt.died = died);
            } else if (seen instanceof Seen.Promised promised
                    && promised.entry().type().equals("incident")) {
                durable.putIfAbsent(String.valueOf(promised.entry().fields().get("incident")), promised.at());
            } else if (seen instanceof Seen.Told event) {
                told.add(event);
                told(event);
            } else if (seen instanceof Seen.Intended intended) {
                Member member = member(intended.target());
                attempts.add(new Attempt(intended, member, member.step(intended.step()), life()));
            } else if (seen instanceof Seen.Acts acts) {
                acts(acts, byNumber);
            } else if (seen instanceof Seen.Acted acted && byNumber.containsKey(acted.number())) {
                byNumber.get(acted.number()).acted = acted;
            } else if (seen instanceof Seen.Undoes undoes && byNumber.containsKey(undoes.number())) {
                byNumber.get(undoes.number()).undoes.add(undoes);
            } else if (seen instanceof Seen.Shifted shifted && byNumber.containsKey(shifted.number())) {
                shifted(byNumber.get(shifted.number()), shifted);
            } else if (seen instanceof Seen.Undone undone && byNumber.containsKey(undone.number())) {
                byNumber.get(undone.number()).undone = undone;
            }
        }
    }

    private void shifted(Attempt attempt, Seen.Shifted shifted) {
        attempt.shifts.add(shifted);
        RegionPlan regions = scenario().regions();
        if (shifted.shift() == Seen.Shift.MOVE && regions != null) {
            shifted.after().forEach((region, share) -> {
                if (share > shifted.before().getOrDefault(region, 0.0)) {
                    attempt.movedTo.add(regions.target(region));
                }
            });
        }
    }

    private void acts(Seen.Acts acts, Map<Integer, Attempt> byNumber) {
        for (int i = attempts.size() - 1; i >= 0; i--) {
            Attempt attempt = attempts.get(i);
            if (attempt.acts == null
                    && attempt.target().equals(acts.target())
                    && attempt.step().equals(acts.step())
                    && attempt.life == life()) {
                attempt.acts = acts;
                byNumber.put(acts.number(), attempt);
                return;
            }
        }
        again(acts, byNumber);
    }

    /** What an earlier process had done is done again. */
    private void again(Seen.Acts acts, Map<Integer, Attempt> byNumber) {
        attempts.stream()
                .filter(attempt -> attempt.target().equals(acts.target())
                        && attempt.step().equals(acts.step())
                        && attempt.life != life()
                        && attempt.plan.failback() != null)
                .reduce((earlier, later) -> later)
                .ifPresent(before -> {
                    Attempt attempt = new Attempt(before.intended, before.member, before.plan, life());
                    attempt.acts = acts;
                    restored.add(attempt);
                    byNumber.put(acts.number(), attempt);
                });
    }

    private void told(Seen.Told event) {
        if (!Attempt.concludes(event.event().type())) {
            return;
        }
        for (Attempt attempt : attempts) {
            boolean its = attempt.target().equals(event.target())
                    && (event.event().subject() == null
                            || event.event().subject().equals(attempt.step()));
            if (its && attempt.acts != null && attempt.concluded == null && attempt.life == life()) {
                attempt.concluded = event;
            }
        }
    }

    // -- what there is

    public Run run() {
        return run;
    }

    Scenario scenario() {
        return run.scenario();
    }

    Stream<Seen> all() {
        return run.trace().all().stream();
    }

    List<Attempt> attempts() {
        return attempts;
    }

    List<Attempt> acted() {
        return attempts.stream().filter(Attempt::hasActed).toList();
    }

    /** Those that have moved traffic, and those by which a process did again what an earlier one had done. */
    List<Attempt> moves() {
        return Stream.concat(acted().stream(), restored.stream())
                .filter(attempt -> !attempt.shifts.isEmpty())
                .toList();
    }

    List<Attempt> actedOrRestored() {
        return restored.isEmpty()
                ? acted()
                : Stream.concat(acted().stream(), restored.stream()).toList();
    }

    List<Attempt> restored() {
        return restored;
    }

    List<Seen.Told> told() {
        return told;
    }

    List<Seen.Began> lives() {
        return lives;
    }

    List<Seen.Died> deaths() {
        return deaths;
    }

    List<Seen.Look> looks(String target, String detector) {
        return looks.getOrDefault(target + " " + detector, List.of());
    }

    private Seen.Began life() {
        return lives.get(lives.size() - 1);
    }

    /** Whether the process ended before heal could be sure that the opening of the incident would outlive it. */
    boolean isLost(Seen.Told opening) {
        long sure = durable.getOrDefault(opening.incident(), Long.MAX_VALUE);
        return deaths.stream()
                .filter(died -> died.at() >= opening.at() && died.at() <= sure)
                // In order, everything is written first: unless the disk has refused it.
                .anyMatch(died -> died.crashed() || hadTrouble(opening.at(), died.at()));
    }

    /** The process that was running then, or the last one before. */
    Seen.Began life(long at) {
        Seen.Began latest = lives.get(0);
        for (Seen.Began life : lives) {
            latest = life.at() <= at ? life : latest;
        }
        return latest;
    }

    /** For as long as it is being put together: the target as it is at present. */
    private Member member(String name) {
        return scenario().member(life().variant(), name);
    }

    Member member(String name, long at) {
        return scenario().member(life(at).variant(), name);
    }

    Set<String> members(String scope) {
        Set<String> all = new TreeSet<>();
        for (Member member : scenario().variants().get(0)) {
            if (scope.equals(member.scope())) {
                all.add(member.name());
            }
        }
        return all;
    }

    /** The looks of a detector within a span, both ends included. */
    List<Seen.Look> looks(String target, String detector, long from, long to) {
        return looks(target, detector).stream()
                .filter(look -> look.at() >= from && look.at() <= to)
                .toList();
    }

    /** How long no process ran, or the process stood still, within a span. */
    long away(long from, long to) {
        long away = 0;
        for (Seen.Died died : deaths) {
            long back = lives.stream()
                    .filter(life -> life.at() >= died.at())
                    .mapToLong(Seen.Began::at)
                    .min()
                    .orElse(to);
            away += overlap(from, to, died.at(), back);
        }
        List<Seen> pauses = all().filter(seen -> seen instanceof Seen.Paused).toList();
        for (Seen seen : pauses) {
            Seen.Paused paused = (Seen.Paused) seen;
            away += overlap(from, to, paused.at(), paused.at() + paused.length().toNanos());
        }
        return away;
    }

    private static long overlap(long from, long to, long begin, long end) {
        return Math.max(0, Math.min(to, end) - Math.max(from, begin));
    }

    boolean isOn(Fault fault, String target, long at) {
        return scenario().mishaps().stream()
                .anyMatch(mishap -> mishap.fault() == fault
                        && mishap.target().equals(target)
                        && mishap.at() <= at
                        && at < mishap.at() + mishap.lasts().toNanos());
    }

    /** Whether looks had to wait for a thread within a span: then heal hears of a sickness long after its first sign. */
    boolean looksCameLate(long from, long to) {
        return scenario().mishaps().stream()
                .anyMatch(mishap -> mishap.fault() == Fault.SAMPLERS_STARVED
                        && mishap.at() <= to
                        && mishap.at() + mishap.lasts().toNanos() >= from);
    }

    boolean isOn(Fault fault, long at) {
        return scenario().mishaps().stream().anyMatch(mishap -> mishap.fault() == fault && mishap.isOn(at));
    }

    /** Whether nothing can be written at that moment. */
    boolean diskRefuses(long at) {
        return isOn(Fault.JOURNAL_EIO, at) || isOn(Fault.JOURNAL_FULL, at);
    }

    /** Whether the disk or the process was in trouble within a span. */
    boolean hadTrouble(long from, long to) {
        return away(from, to) > 0
                || scenario().mishaps().stream()
                        .anyMatch(mishap -> mishap.fault().name().startsWith("JOURNAL")
                                && mishap.at() <= to
                                && mishap.at() + mishap.lasts().toNanos() >= from);
    }

    boolean toldWithin(String target, long from, long to, Type... types) {
        return told.stream()
                .anyMatch(event -> event.target().equals(target)
                        && event.at() >= from
                        && event.at() <= to
                        && List.of(types).contains(event.event().type()));
    }
}

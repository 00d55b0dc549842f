package dev.heal.test.simulation.rule;

import dev.heal.incident.IncidentEvent.Type;
import dev.heal.test.simulation.Fault;
import dev.heal.test.simulation.Run;
import dev.heal.test.simulation.Seen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The numbers of many runs. Not safe for use by several threads: each has its own, and they are added in the end. */
public final class Tally {

    private static final int MOST_SHOWN = 10;

    private long seeds;
    private double hours;
    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private final Map<String, Long> worlds = new TreeMap<>();
    private final Map<String, Long> denials = new TreeMap<>();
    private final Map<String, Long> ends = new TreeMap<>();
    private long incidents;
    private long actions;
    private long undos;
    private long escalations;
    private final Map<String, Long> shifts = new TreeMap<>();
    private long crashes;
    private long restarts;
    private long compared;
    private double with;
    private double without;
    private long better;
    private final List<NeverWorse.Worse> worse = new ArrayList<>();

    void add(Run run) {
        seeds++;
        hours += run.ended() / 3600e9;
        worlds.merge(run.scenario().kind().name().toLowerCase(Locale.ROOT), 1L, Long::sum);
        TreeSet<String> opened = new TreeSet<>();
        Map<String, Double> admitted = new HashMap<>();
        for (Seen seen : run.trace().all()) {
            if (seen instanceof Seen.Struck struck) {
                faults.merge(struck.mishap().fault(), 1L, Long::sum);
            } else if (seen instanceof Seen.Acts) {
                actions++;
            } else if (seen instanceof Seen.Shifted shifted) {
                count(shifted, admitted);
            } else if (seen instanceof Seen.Undoes) {
                undos++;
            } else if (seen instanceof Seen.Died died) {
                crashes += died.crashed() ? 1 : 0;
                restarts += died.crashed() ? 0 : 1;
            } else if (seen instanceof Seen.Told told) {
                opened.add(told.incident());
                count(told);
            }
        }
        incidents += opened.size();
        with += run.unavailable();
        without += run.withoutHeal();
        compared += run.planned().isEmpty() ? 0 : 1;
        better += run.withoutHeal() - run.unavailable() > 1 ? 1 : 0;
        if (NeverWorse.isWorse(run)) {
            worse.add(NeverWorse.explain(run));
        }
    }

    private void count(Seen.Shifted shifted, Map<String, Double> admitted) {
        if (shifted.shift() == Seen.Shift.BEGIN) {
            admitted.clear();
            return;
        }
        double before = admitted.getOrDefault(shifted.region(), 1.0);
        String what = switch (shifted.shift()) {
            case MOVE -> "moves";
            case ADMIT -> shifted.admitted() < before ? "taken again" : "steps back";
            case BACK -> "back as a whole";
            case PIN -> "pinned";
            case UNPIN -> "unpinned";
            case BEGIN -> "";
        };
        shifts.merge(what, 1L, Long::sum);
        admitted.put(shifted.region(), shifted.admitted());
    }

    private void count(Seen.Told told) {
        Type type = told.event().type();
        String gate = told.event().figures().get("gate");
        if ((type == Type.DENIED || type == Type.WAITING) && gate != null) {
            denials.merge(gate, 1L, Long::sum);
        } else if (type == Type.ESCALATED) {
            escalations++;
        } else if (type == Type.RESOLVED) {
            String how = told.event().figures().getOrDefault("resolution", "?");
            ends.merge(how.toLowerCase(Locale.ROOT).replace('_', ' '), 1L, Long::sum);
        }
    }

    void add(Tally other) {
        seeds += other.seeds;
        hours += other.hours;
        other.faults.forEach((fault, count) -> faults.merge(fault, count, Long::sum));
        other.worlds.forEach((world, count) -> worlds.merge(world, count, Long::sum));
        other.denials.forEach((gate, count) -> denials.merge(gate, count, Long::sum));
        other.ends.forEach((end, count) -> ends.merge(end, count, Long::sum));
        other.shifts.forEach((shift, count) -> shifts.merge(shift, count, Long::sum));
        incidents += other.incidents;
        actions += other.actions;
        undos += other.undos;
        escalations += other.escalations;
        crashes += other.crashes;
        restarts += other.restarts;
        compared += other.compared;
        with += other.with;
        without += other.without;
        better += other.better;
        worse.addAll(other.worse);
        worse.sort(Comparator.comparingDouble(NeverWorse.Worse::seconds).reversed());
    }

    /** How often each gate said no, or not yet. */
    public Map<String, Long> denials() {
        return denials;
    }

    /** What has become of the traffic of regions, and how often. */
    public Map<String, Long> shifts() {
        return shifts;
    }

    public Map<Fault, Long> faults() {
        return faults;
    }

    /** Mean unavailability with heal by that without; 1 is no difference. */
    public double ratio() {
        return without == 0 ? 1 : with / without;
    }

    /** The runs that were worse with heal, the worst first. */
    public List<NeverWorse.Worse> worse() {
        return worse;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        line(text, "seeds", seeds + " " + worlds);
        line(text, "virtual hours", String.format(Locale.ROOT, "%.1f", hours));
        line(text, "incidents", incidents + ", ended " + ends);
        line(text, "actions started", actions + ", undone " + undos);
        line(text, "traffic of regions", shifts);
        line(text, "escalations", escalations);
        line(text, "crashes", crashes + ", orderly restarts " + restarts);
        line(text, "first plans compared", compared + " (observe against act)");
        line(text, "denials by gate", denials);
        line(text, "faults by kind", faults);
        line(
                text,
                "unavailable a run",
                String.format(
                        Locale.ROOT,
                        "%.2f s with heal, %.2f s without, ratio %.3f",
                        with / Math.max(1, seeds),
                        without / Math.max(1, seeds),
                        ratio()));
        Map<String, Long> reasons = new TreeMap<>();
        worse.forEach(each -> reasons.merge(each.reason(), 1L, Long::sum));
        line(text, "better with heal", better + " runs");
        line(text, "worse with heal", worse.size() + " runs: " + reasons);
        worse.stream().limit(MOST_SHOWN).forEach(each -> line(text, "", each));
        return text.toString();
    }

    private static void line(StringBuilder text, String name, Object value) {
        text.append(String.format("%-22s", name)).append(value).append('\n');
    }
}

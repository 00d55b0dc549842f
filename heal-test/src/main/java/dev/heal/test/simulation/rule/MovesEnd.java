package dev.heal.test.simulation.rule;

import dev.heal.incident.IncidentEvent.Type;
import dev.heal.remediation.Failback;
import dev.heal.test.simulation.Seen;
import dev.heal.test.simulation.Seen.Order;
import dev.heal.test.simulation.Seen.Shift;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;

/** Every move comes back once its region is well, and a human hears of one that outlives its time. */
final class MovesEnd implements Rule {

    /** For ticks, threads, and one other piece of work. */
    private static final Duration BOUND = Duration.ofSeconds(12);

    private static final Duration LONGEST_ABSENCE = Duration.ofMinutes(1);

    @Override
    public int number() {
        return 15;
    }

    @Override
    public String words() {
        return "moves end";
    }

    @Override
    public void check(Evidence seen, BiConsumer<Seen, String> violated) {
        for (Attempt attempt : seen.moves()) {
            Failback failback = attempt.plan.failback();
            if (failback == null) {
                continue;
            }
            Seen.Died died = attempt.died;
            Seen.Undone back = attempt.undone;
            long over = back != null
                    ? back.at()
                    : died != null ? died.at() : seen.run().ended();
            if (isOutOfHand(seen, attempt)) {
                continue;
            }
            Seen.Shifted last = attempt.shifts.get(attempt.shifts.size() - 1);
            if (back != null && back.well() && last.admitted() < 1) {
                violated.accept(last, "is said to be back, and " + last.admitted() + " of it is");
            }
            comesBack(seen, attempt, failback, over, violated);
            expires(seen, attempt, over, violated);
        }
    }

    /** A human has been told that heal could not move it, or holds it where it is. */
    private static boolean isOutOfHand(Evidence seen, Attempt attempt) {
        return seen.toldWithin(attempt.target(), attempt.at(), seen.run().ended(), Type.TIMED_OUT)
                || seen.told().stream()
                        .anyMatch(told -> told.target().equals(attempt.target())
                                && told.at() >= attempt.at()
                                && told.event().text().contains("could not be undone"));
    }

    /** Within so many dwells of unbroken health. */
    private static void comesBack(
            Evidence seen, Attempt attempt, Failback failback, long over, BiConsumer<Seen, String> violated) {
        long steps = (long) Math.ceil(1 / failback.step() - 1e-9);
        long each = failback.dwell().toNanos() + Duration.ofMillis(2500).toNanos();
        long needed = failback.minimumStay().toNanos() + steps * each + BOUND.toNanos();
        long from = wellSince(seen, attempt, over);
        if (over - from > needed) {
            violated.accept(
                    attempt.shifts.get(attempt.shifts.size() - 1),
                    attempt.target() + " has been well since " + from / 1e9 + ", and its traffic is not back");
        }
    }

    /** The end of the last thing before that moment that kept it away. */
    private static long wellSince(Evidence seen, Attempt attempt, long over) {
        long since = attempt.shifts.get(0).at();
        for (String detector : attempt.member.detectors()) {
            List<Seen.Look> looks = seen.looks(attempt.target(), detector, since, over);
            for (Seen.Look look : looks) {
                since = Knowledge.isGood(look.verdict()) ? since : Math.max(since, look.at());
            }
        }
        for (Attempt other : seen.acted()) {
            boolean same = other != attempt
                    && other.life == attempt.life
                    && other.target().equals(attempt.target());
            long end = other.concluded == null ? over : other.concluded.at();
            since = same && other.at() <= over ? Math.max(since, Math.min(end, over)) : since;
        }
        return Math.max(since, lastHindered(seen, attempt, over));
    }

    /** Orders of humans, pauses, and threads that were not there. */
    private static long lastHindered(Evidence seen, Attempt attempt, long over) {
        long last = 0;
        for (Seen each : (Iterable<Seen>) seen.all()::iterator) {
            if (each.at() > over) {
                break;
            }
            if (each instanceof Seen.Ordered || each instanceof Seen.StopFile || each instanceof Seen.Said) {
                last = Math.max(last, each.at());
                boolean holds = each instanceof Seen.StopFile file
                        ? file.isThere()
                        : each instanceof Seen.Ordered ordered && isHolding(ordered);
                if (holds) {
                    last = Math.max(last, releasedAfter(seen, each, over));
                }
            } else if (each instanceof Seen.Paused paused) {
                last = Math.max(last, paused.at() + paused.length().toNanos());
            } else if (each instanceof Seen.Struck struck
                    && (struck.mishap().fault().name().startsWith("TICKS")
                            || struck.mishap().fault().name().startsWith("SAMPLERS")
                            || struck.mishap().fault().name().startsWith("DETECTOR")
                            || struck.mishap().fault().name().startsWith("UNDO")
                            || struck.mishap().fault().name().startsWith("PROBE"))) {
                last = Math.max(
                        last,
                        struck.at()
                                + struck.mishap().lasts().toNanos()
                                + Duration.ofSeconds(35).toNanos());
            } else if (each instanceof Seen.Told told
                    && told.target().equals(attempt.target())
                    && told.event().text().contains("pinned, because")) {
                last = over; // it fell sick too often, and is a human's
            }
        }
        return Math.min(last, over);
    }

    private static boolean isHolding(Seen.Ordered ordered) {
        return switch (ordered.order()) {
            case STOP, PIN -> true;
            case MODE -> ordered.mode() != null;
            case RELEASE, UNPIN -> false;
        };
    }

    /** When the order was taken back; {@code over} if it never was. */
    private static long releasedAfter(Evidence seen, Seen order, long over) {
        return seen.all()
                .filter(each -> each.at() > order.at() && takesBack(order, each))
                .mapToLong(Seen::at)
                .min()
                .orElse(over);
    }

    private static boolean takesBack(Seen order, Seen later) {
        if (order instanceof Seen.StopFile) {
            return later instanceof Seen.StopFile;
        }
        if (!(order instanceof Seen.Ordered before) || !(later instanceof Seen.Ordered after)) {
            return false;
        }
        boolean same = Objects.equals(before.target(), after.target());
        return switch (before.order()) {
            case PIN -> after.order() == Order.UNPIN;
            case STOP -> same && after.order() == Order.RELEASE;
            case MODE -> same && after.order() == Order.MODE;
            case RELEASE, UNPIN -> false;
        };
    }

    /** Expiry is no jump: it stays, and somebody is told. */
    private static void expires(Evidence seen, Attempt attempt, long over, BiConsumer<Seen, String> violated) {
        Seen.Told end = attempt.concluded;
        if (end == null || end.event().type() != Type.VERIFIED) {
            return;
        }
        long due = attempt.shifts.get(0).at()
                + attempt.plan.safeguards().timeToLive().toNanos();
        long latest = latest(seen, due);
        boolean sick = Knowledge.lastLook(
                                seen,
                                attempt.target(),
                                attempt.member.detectors().get(0),
                                due)
                        == 'U'
                && seen.looks(attempt.target(), attempt.member.detectors().get(0), due, latest).stream()
                        .allMatch(look -> look.verdict() == 'U');
        boolean told = seen.told().stream()
                .anyMatch(event -> event.target().equals(attempt.target())
                        && event.at() >= attempt.at()
                        && event.at() <= latest(seen, due)
                        && (event.event().type() == Type.ESCALATED
                                || event.event().text().contains("a human is needed")));
        if (sick
                && latest < over
                && !told
                && attempt.shifts.stream().noneMatch(s -> s.shift() == Shift.BACK && s.at() < latest(seen, due))) {
            violated.accept(attempt.shifts.get(0), "its time is over, and no human was told");
        }
    }

    private static long latest(Evidence seen, long due) {
        return due + BOUND.toNanos() + seen.away(due, due + LONGEST_ABSENCE.toNanos());
    }
}

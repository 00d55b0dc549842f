package dev.heal.examples.demo.region;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which side answered when, as the customers saw it.
 *
 * @param answers in the order of time
 */
record Traffic(List<Answer> answers) {

    /** A side counts as having the traffic from the first stretch of so long in which it gave nearly all answers. */
    private static final long STRETCH_NANOS = Duration.ofMillis(500).toNanos();

    private static final double NEARLY_ALL = 0.9;

    /** One read that was answered. */
    record Answer(long nanos, Side side) {}

    Traffic {
        answers =
                answers.stream().sorted(Comparator.comparingLong(Answer::nanos)).toList();
    }

    /** The part that one side has of the answers from one moment to another; empty if there was none. */
    Optional<Double> share(Side side, long from, long until) {
        List<Answer> then = between(from, until);
        return then.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        then.stream().filter(answer -> answer.side() == side).count() / (double) then.size());
    }

    /** To which side the traffic went over, one after the other, having been at home at first. */
    List<Side> moves(long from, long until) {
        List<Side> moves = new ArrayList<>();
        Side now = Side.EAST;
        for (long start = from; start < until; start += STRETCH_NANOS) {
            Side other = now == Side.EAST ? Side.WEST : Side.EAST;
            if (share(other, start, Math.min(until, start + STRETCH_NANOS)).orElse(0.0) >= NEARLY_ALL) {
                moves.add(other);
                now = other;
            }
        }
        return moves;
    }

    /** The first answer of that side. */
    Optional<Long> first(Side side, long from, long until) {
        return between(from, until).stream().filter(by(side)).map(Answer::nanos).findFirst();
    }

    /** The last answer of that side. */
    Optional<Long> last(Side side, long from, long until) {
        return between(from, until).stream().filter(by(side)).map(Answer::nanos).reduce((earlier, later) -> later);
    }

    private static Predicate<Answer> by(Side side) {
        return answer -> answer.side() == side;
    }

    private List<Answer> between(long from, long until) {
        return answers.stream()
                .filter(answer -> answer.nanos() >= from && answer.nanos() < until)
                .toList();
    }
}

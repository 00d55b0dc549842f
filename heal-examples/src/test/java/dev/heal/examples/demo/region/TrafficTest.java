package dev.heal.examples.demo.region;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.examples.demo.region.Traffic.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

class TrafficTest {

    private static final long MS = 1_000_000;

    /** An answer every 20 ms from 0 s to 20 s; who gave it is a function of the milliseconds, null for nobody. */
    private static Traffic traffic(LongFunction<Side> who) {
        List<Answer> answers = new ArrayList<>();
        for (long ms = 0; ms < 20_000; ms += 20) {
            Side side = who.apply(ms);
            if (side != null) {
                answers.add(new Answer(ms * MS, side));
            }
        }
        return new Traffic(answers);
    }

    private static List<Side> moves(LongFunction<Side> who) {
        return traffic(who).moves(0, 20_000 * MS);
    }

    @Test
    void whoStaysAtHomeNeverMoves() {
        assertThat(moves(ms -> Side.EAST)).isEmpty();
    }

    @Test
    void aGapInWhichNobodyAnswersIsNoMove() {
        assertThat(moves(ms -> ms > 5_000 && ms < 12_000 ? null : Side.EAST)).isEmpty();
    }

    @Test
    void thereAndBackAreOneMoveEach() {
        assertThat(moves(ms -> ms > 5_000 && ms < 12_000 ? Side.WEST : Side.EAST))
                .containsExactly(Side.WEST, Side.EAST);
    }

    @Test
    void aReturnByStepsIsOneMoveThoughBothAnswerMeanwhile() {
        // from 10 s on a quarter more every 2 s
        assertThat(moves(ms -> {
                    long share = Math.max(0, Math.min(4, (ms - 8_000) / 2_000));
                    return ms > 4_000 && ms / 20 % 4 >= share ? Side.WEST : Side.EAST;
                }))
                .containsExactly(Side.WEST, Side.EAST);
    }

    @Test
    void eachFlapIsCounted() {
        assertThat(moves(ms -> ms / 2_000 % 2 == 1 ? Side.WEST : Side.EAST)).hasSize(9);
    }

    @Test
    void sharesAreThoseOfTheSpanAlone() {
        Traffic traffic = traffic(ms -> ms < 10_000 ? Side.EAST : ms < 15_000 ? Side.WEST : null);

        assertThat(traffic.share(Side.EAST, 5_000 * MS, 15_000 * MS)).hasValue(0.5);
        assertThat(traffic.share(Side.EAST, 16_000 * MS, 17_000 * MS)).isEmpty();
    }
}

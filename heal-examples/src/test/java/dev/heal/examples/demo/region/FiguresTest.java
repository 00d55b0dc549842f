package dev.heal.examples.demo.region;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.examples.demo.region.Traffic.Answer;
import dev.heal.examples.load.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

class FiguresTest {

    private static final long MS = 1_000_000;

    /** Killed at 0 s, back at 10 s, both killed at 20 s. */
    private static final Moments MOMENTS = new Moments(0, 5_000 * MS, 10_000 * MS, 20_000 * MS, 30_000 * MS);

    private static Figures figures(LongFunction<Side> who) {
        List<Answer> answers = new ArrayList<>();
        for (long ms = 0; ms < 20_000; ms += 20) {
            Side side = who.apply(ms);
            if (side != null) {
                answers.add(new Answer(ms * MS, side));
            }
        }
        return Figures.of(
                Column.WITH,
                List.of(),
                new Traffic(answers),
                new Orders(0, 0, 0, 0, ""),
                null,
                List.of(),
                MOMENTS,
                Course.STANDARD);
    }

    @Test
    void eachBlipHasTheReadsFromItsOwnMomentAndTheWayHomeThoseBetween() {
        // away at 5 s, at home at 15 s; each loses its reads for 1,200 ms, and one is lost in between
        List<Cut> cuts = List.of(new Cut(Side.WEST, 5_000 * MS, 2, true), new Cut(Side.EAST, 15_000 * MS, 2, true));
        List<Sample> reads = new ArrayList<>();
        for (long ms = 0; ms < 20_000; ms += 100) {
            boolean isLost = ms >= 5_000 && ms < 6_200 || ms >= 15_000 && ms < 16_200 || ms == 12_000;
            reads.add(new Sample(ms * MS, ms * MS, ms * MS, isLost ? Sample.Outcome.FAILED : Sample.Outcome.OK));
        }

        Figures figures = Figures.of(
                Column.WITH,
                reads,
                new Traffic(List.of()),
                new Orders(0, 0, 0, 0, ""),
                null,
                cuts,
                MOMENTS,
                Course.STANDARD);

        assertThat(figures.blips()).extracting(Blip::reads).containsOnly(new Reads(35, 12, 2, 12));
        assertThat(figures.comingHome()).isEqualTo(new Reads(65, 1, 1, 1));
    }

    @Test
    void thereIsTheFirstAnswerOfTheStandbyAndBackIsItsLast() {
        Figures figures = figures(ms -> ms < 4_000 ? null : ms < 14_000 ? Side.WEST : Side.EAST);

        assertThat(figures.movedIn()).isEqualTo(Duration.ofSeconds(4));
        assertThat(figures.returnedIn()).isEqualTo(Duration.ofMillis(3_980));
    }

    @Test
    void whoNeverWentThereIsBackWithHomesFirstAnswer() {
        Figures figures = figures(ms -> ms < 13_000 ? null : Side.EAST);

        assertThat(figures.movedIn()).isNull();
        assertThat(figures.returnedIn()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void whoStillUsesTheStandbyAtTheEndHasNotReturned() {
        assertThat(figures(ms -> ms == 19_900 ? Side.WEST : Side.EAST).returnedIn())
                .isNull();
        assertThat(figures(ms -> null).returnedIn()).isNull();
    }
}

package dev.heal.examples.demo.region;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.examples.demo.region.Traffic.Answer;
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
                MOMENTS,
                Duration.ofSeconds(3));
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

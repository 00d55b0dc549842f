package dev.heal.examples.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.examples.load.Sample.Outcome;
import dev.heal.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LoadGeneratorTest {

    private static final long MS = 1_000_000;

    private final ManualClock clock = new ManualClock();
    private final List<CompletableFuture<Boolean>> questions = new ArrayList<>();
    private final Timeline timeline = new Timeline();
    private final LoadGenerator load = new LoadGenerator(
            clock,
            new Schedule(Duration.ofMillis(100), 2),
            number -> {
                questions.add(new CompletableFuture<>());
                return questions.get((int) number);
            },
            timeline);

    @Test
    void requestsGoOutOnScheduleThoughNoneIsEverAnswered() {
        assertThat(load.doWork()).isEqualTo(2);
        assertThat(load.doWork()).isZero();

        clock.advance(Duration.ofMillis(100));

        assertThat(load.doWork()).isEqualTo(2);
        assertThat(timeline.samples()).hasSize(4).allMatch(sample -> sample.outcome() == Outcome.WAITING);
    }

    @Test
    void nothingGoesOutBeforeItIsDue() {
        load.doWork();
        clock.advance(Duration.ofNanos(100 * MS - 1));

        assertThat(load.doWork()).isZero();
        assertThat(load.nextDueNanos()).isEqualTo(100 * MS);
    }

    @Test
    void aStallOfTheGeneratorIsCountedAgainstTheShopAndShownAsLag() {
        load.doWork();

        // the generator is held up for half a second: five pages fall due
        clock.advance(Duration.ofMillis(500));
        assertThat(load.doWork()).isEqualTo(10);
        questions.get(2).complete(true);

        Sample late = timeline.samples().get(2);
        assertThat(late.scheduledNanos()).isEqualTo(100 * MS);
        assertThat(late.sentNanos()).isEqualTo(500 * MS);
        assertThat(late.okWithin(399 * MS))
                .as("measured from when it was due, not from when it went out")
                .isFalse();
        assertThat(late.okWithin(400 * MS)).isTrue();
    }

    @Test
    void rightAnswersWrongAnswersAndFailuresAreToldApart() {
        load.doWork();
        clock.advance(Duration.ofMillis(100));
        load.doWork();
        questions.get(0).complete(true);
        questions.get(1).complete(false);
        questions.get(2).completeExceptionally(new IllegalStateException("timed out"));

        assertThat(timeline.samples())
                .extracting(Sample::outcome)
                .containsExactly(Outcome.OK, Outcome.FAILED, Outcome.FAILED, Outcome.WAITING);
    }

    @Test
    void aRequestThatCannotEvenBeSentIsLostAndTheOthersStillGoOut() {
        LoadGenerator broken = new LoadGenerator(
                clock,
                new Schedule(Duration.ofMillis(100), 2),
                number -> {
                    throw new IllegalStateException("no socket");
                },
                timeline);

        assertThat(broken.doWork()).isEqualTo(2);
        assertThat(timeline.samples()).hasSize(2).allMatch(sample -> sample.outcome() == Outcome.FAILED);
    }
}

package dev.heal.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StandingQueueTest {

    private static final long SPAN = 3_000;
    private static final double CHOICE = 16;

    private final StandingQueue queue = new StandingQueue(SPAN, 0);

    @Test
    void whatIsInItAtItsShortestStandsThereForNothingButForAChoice() {
        queue.observe(150, CHOICE, 0);
        queue.observe(100, CHOICE, 1_000);
        assertThat(queue.surplus()).as("nothing is known before a whole span").isZero();

        queue.observe(140, CHOICE, 3_000);

        assertThat(queue.surplus()).isEqualTo(100 - CHOICE);
    }

    @Test
    void aQueueThatWasEmptyOnceWasNeededWhole() {
        queue.observe(150, CHOICE, 0);
        queue.observe(150, CHOICE, 3_000);
        assertThat(queue.surplus()).isPositive();

        queue.observe(0, CHOICE, 4_000);

        assertThat(queue.surplus()).isZero();
        queue.observe(150, CHOICE, 6_000);
        assertThat(queue.surplus()).as("it was empty in this span").isZero();
    }

    @Test
    void whereItBecomesTooShortPlacesComeBack() {
        queue.observe(150, CHOICE, 0);
        queue.observe(150, CHOICE, 3_000);
        double before = queue.surplus();

        queue.observe(4, CHOICE, 4_000);
        queue.observe(20, CHOICE, 6_000);

        assertThat(queue.surplus()).isEqualTo(before - 12);
    }

    @Test
    void whereItIsShortThereIsNoSurplus() {
        queue.observe(5, CHOICE, 0);
        queue.observe(5, CHOICE, 3_000);

        assertThat(queue.surplus()).isZero();
    }
}

package dev.heal.test.simulation;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** The chance of one seed. Each purpose has dice of its own, so that drawing more for one does not change another. */
final class Dice {

    private final SplittableRandom random;

    Dice(long seed, String purpose) {
        this.random = new SplittableRandom(seed * 0x9e3779b97f4a7c15L ^ ((long) purpose.hashCode() << 20));
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Both ends can come. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    double between(double least, double most) {
        return least + random.nextDouble() * (most - least);
    }

    Duration millis(int least, int most) {
        return Duration.ofMillis(between(least, most));
    }

    Duration seconds(int least, int most) {
        return Duration.ofMillis(between(least * 1000, most * 1000));
    }

    <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    long number() {
        return random.nextLong();
    }
}

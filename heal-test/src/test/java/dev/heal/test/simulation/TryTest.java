package dev.heal.test.simulation;

import org.junit.jupiter.api.Test;

class TryTest {
    @Test
    void runs() {
        ((ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger("dev.heal"))
                .setLevel(ch.qos.logback.classic.Level.OFF);
        try (Simulation s = new Simulation(Parts.REAL)) {
            long one = Long.getLong("seed", 1);
            s.run(one).trace().lines().forEach(System.out::println);
            long t = System.nanoTime();
            int n = 0;
            for (long i = 0; i < 300; i++) {
                n += s.run(i).trace().all().size();
            }
            System.out.println((System.nanoTime() - t) / 300e6 + " ms/seed " + n / 300);
        }
    }
}

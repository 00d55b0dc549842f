package dev.heal.test.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Code that takes virtual time, on real threads that take turns. */
class CarriersTest {

    private final Schedule schedule = new Schedule(new ManualClock());
    private final Carriers carriers = new Carriers();
    private final List<String> told = new ArrayList<>();

    @Test
    void takesTurnsInTheOrderOfVirtualTime() {
        carriers.begin(() -> pausing("slow", Duration.ofSeconds(3)));
        carriers.begin(() -> pausing("fast", Duration.ofSeconds(1)));

        run();

        assertThat(told).containsExactly("slow begins 0", "fast begins 0", "fast ends 1", "slow ends 3");
        carriers.close();
    }

    @Test
    void anInterruptEndsAPauseAtItsPlaceInTheOrder() {
        Thread[] paused = new Thread[1];
        carriers.begin(() -> {
            paused[0] = Thread.currentThread();
            pausing("body", Duration.ofHours(1));
        });
        schedule.after(Duration.ofSeconds(2), () -> paused[0].interrupt());

        run();

        assertThat(told).containsExactly("body begins 0", "body interrupted 2");
        carriers.close();
    }

    @Test
    void anInterruptBeforeThePauseIsFoundThere() {
        carriers.begin(() -> {
            Thread.currentThread().interrupt();
            pausing("body", Duration.ofHours(1));
        });

        assertThat(told).containsExactly("body begins 0", "body interrupted 0");
        carriers.close();
    }

    @Test
    void whatHangsIsEndedAndNoThreadIsLeftBehind() {
        Thread[] hanging = new Thread[1];
        carriers.begin(() -> {
            hanging[0] = Thread.currentThread();
            while (true) {
                pausing("body", Carriers.FOREVER); // whatever interrupts it
            }
        });
        hanging[0].interrupt();
        schedule.next(Duration.ofSeconds(1).toNanos());
        assertThat(carriers.underWay()).isEqualTo(1);

        carriers.close();

        assertThat(carriers.underWay()).isZero();
        assertThat(hanging[0].isAlive()).isFalse();
        assertThat(told).containsExactly("body begins 0", "body interrupted 0", "body begins 0");
    }

    private void pausing(String who, Duration span) {
        told.add(who + " begins " + seconds());
        try {
            carriers.pause(span, schedule::after);
            told.add(who + " ends " + seconds());
        } catch (InterruptedException stop) {
            told.add(who + " interrupted " + seconds());
        }
    }

    private long seconds() {
        return Duration.ofNanos(schedule.now()).toSeconds();
    }

    private void run() {
        while (schedule.next(Duration.ofMinutes(10).toNanos())) {
            continue;
        }
    }
}

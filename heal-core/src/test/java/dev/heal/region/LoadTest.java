package dev.heal.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.heal.time.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a region would have to hold is what came at the busiest")
class LoadTest {

    private static final Offset<Double> ABOUT = within(10.0);

    private final ManualClock clock = new ManualClock();
    private final RegionRouter<String> router =
            Regions.homeAndStandby("E", "W", clock).build();
    private final Region<String> east = router.region("east");
    private final Region<String> west = router.region("west");

    /** The probe is asked each second, as long as the process lives. */
    private void seconds(int count, Runnable calls) throws Exception {
        for (int i = 0; i < count; i++) {
            clock.advance(Duration.ofSeconds(1));
            calls.run();
            west.probe().ask(Duration.ofSeconds(1));
        }
    }

    private Runnable calls(int count) {
        return () -> {
            for (int i = 0; i < count; i++) {
                router.call(resource -> resource);
            }
        };
    }

    private static double load(Region<?> region) {
        return region.callsPerSecond(RegionRouter.LOAD_OVER);
    }

    @Test
    void at_first_it_is_not_known() throws Exception {
        assertThat(load(east)).isNaN();
        seconds(4, calls(100));
        assertThat(load(east)).isNaN();

        seconds(6, calls(100));

        assertThat(load(east)).isCloseTo(100, ABOUT);
        assertThat(load(west)).isZero();
    }

    @Test
    void calls_that_hang_and_those_that_are_not_made_because_all_hang_count_on() throws Exception {
        seconds(60, calls(100));
        seconds(2, () -> {
            for (int i = 0; i < 100; i++) {
                router.callStage(resource -> new CompletableFuture<>());
            }
        });
        seconds(60, () -> {});

        assertThat(load(east)).isCloseTo(100, ABOUT);
    }

    @Test
    void calls_that_hang_from_the_start_count_before_they_end() throws Exception {
        seconds(20, () -> {
            for (int i = 0; i < 50; i++) {
                router.callStage(resource -> new CompletableFuture<>());
            }
        });

        assertThat(load(east)).isCloseTo(50, ABOUT);
    }

    @Test
    void signals_that_are_forgotten_after_a_repair_leave_it_known() throws Exception {
        seconds(60, calls(100));
        east.window().forget(clock.nanos());
        seconds(1, calls(1));

        assertThat(load(east)).isCloseTo(100, ABOUT);
    }

    @Test
    void traffic_that_was_moved_is_not_counted_twice() throws Exception {
        seconds(60, calls(100));
        router.move("east", List.of("west"));
        seconds(60, calls(100));

        assertThat(load(east) + load(west)).isCloseTo(100, ABOUT);
    }

    @Test
    void what_came_later_and_was_more_counts() throws Exception {
        seconds(60, calls(10));
        seconds(20, calls(100));
        seconds(60, calls(10));

        assertThat(load(east)).isCloseTo(100, ABOUT);
    }

    @Test
    void a_peak_of_long_ago_does_not_count() throws Exception {
        seconds(60, calls(1_000));
        seconds(330, calls(10));

        assertThat(load(east)).isCloseTo(10, ABOUT);
    }
}

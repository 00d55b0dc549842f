package dev.heal.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.heal.time.ManualClock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Where the traffic goes, and how much of it")
class RouterSharesTest {

    private final ManualClock clock = new ManualClock();
    private final RegionRouter<String> pair =
            Regions.homeAndStandby("E", "W", clock).build();
    private final RegionRouter<String> three = weighted(new Random(7)::nextDouble);

    private static RegionRouter<String> weighted(DoubleSupplier random) {
        return RegionRouter.<String>named("catalog")
                .region("east", "E", 2, Double.NaN)
                .region("west", "W", 1, Double.NaN)
                .region("south", "S", 1, Double.NaN)
                .probe(resource -> Regions.GOOD)
                .random(random)
                .build();
    }

    @Test
    void all_goes_home_while_all_is_well() {
        assertThat(pair.shares()).containsExactly(Map.entry("east", 1.0), Map.entry("west", 0.0));
        assertThat(pair.pick().name()).isEqualTo("east");
        assertThat(pair.serves(pair.region("east"))).isTrue();
        assertThat(pair.serves(pair.region("west"))).isFalse();
    }

    @Test
    void weighted_regions_get_their_parts() {
        assertThat(three.shares())
                .containsExactly(Map.entry("east", 0.5), Map.entry("west", 0.25), Map.entry("south", 0.25));
        assertThat(picked(three, 40_000)).satisfies(counts -> {
            // Three standard deviations of 40,000 draws of a half and of a quarter.
            assertThat(counts.get("east")).isCloseTo(20_000, within(300));
            assertThat(counts.get("west")).isCloseTo(10_000, within(260));
            assertThat(counts.get("south")).isCloseTo(10_000, within(260));
        });
    }

    @Test
    void the_limits_of_the_numbers_drawn_lead_to_a_region_that_serves() {
        double[] next = {0};
        RegionRouter<String> router = weighted(() -> next[0]);
        router.move("south", List.of("west"));

        assertThat(router.pick().name()).isEqualTo("east");
        next[0] = 1;
        assertThat(router.pick().name()).isEqualTo("west");
        next[0] = Math.nextDown(0.5);
        assertThat(router.pick().name()).isEqualTo("east");
        next[0] = 0.5;
        assertThat(router.pick().name()).isEqualTo("west");
    }

    @Test
    void a_move_takes_all_and_the_return_is_by_steps() {
        pair.move("east", List.of("west"));
        assertThat(pair.shares()).containsExactly(Map.entry("east", 0.0), Map.entry("west", 1.0));

        pair.admit("east", 0.1);
        assertShare(pair, "east", 0.1);
        assertShare(pair, "west", 0.9);
        assertThat(pair.admitted("east")).isEqualTo(0.1);

        pair.admit("east", 1);
        assertShare(pair, "east", 1);
        assertThat(pair.admitted("east")).isEqualTo(1);
    }

    @Test
    void so_many_calls_go_back_as_were_admitted() {
        RegionRouter<String> router = Regions.homeAndStandby("E", "W", clock)
                .random(new Random(11)::nextDouble)
                .build();
        router.move("east", List.of("west"));
        router.admit("east", 0.3);

        assertThat(picked(router, 40_000).get("east")).isCloseTo(12_000, within(280));
    }

    @Test
    void what_was_not_moved_cannot_be_given_back() {
        pair.admit("east", 0.2);

        assertThat(pair.admitted("east")).isEqualTo(1);
        assertShare(pair, "east", 1);
    }

    @Test
    void a_moved_part_is_divided_by_the_weights_of_where_it_goes() {
        three.move("west", List.of("east", "south", "east"));

        assertShare(three, "east", 0.5 + 0.25 * 2 / 3);
        assertShare(three, "south", 0.25 + 0.25 / 3);
    }

    @Test
    void a_part_that_only_those_that_stand_by_take_is_divided_evenly() {
        RegionRouter<String> router = RegionRouter.<String>named("catalog")
                .region("east", "E")
                .standby("west", "W")
                .standby("south", "S")
                .probe(resource -> Regions.GOOD)
                .build();
        router.move("east", List.of("west", "south"));

        assertShare(router, "west", 0.5);
        assertShare(router, "south", 0.5);
    }

    @Test
    void moves_that_chain_hand_on_to_the_last() {
        three.move("east", List.of("west"));
        three.move("west", List.of("south"));
        assertThat(three.shares()).containsValues(0.0, 1.0);
        assertShare(three, "south", 1);

        three.admit("west", 0.5);
        assertShare(three, "west", 0.375);
        assertShare(three, "south", 0.625);
    }

    @Test
    void moves_that_go_round_in_a_circle_lose_nothing() {
        three.move("east", List.of("west"));
        three.move("west", List.of("south"));
        three.move("south", List.of("east"));

        assertThat(three.shares().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                .isCloseTo(1, within(1e-12));

        pair.move("east", List.of("west"));
        pair.move("west", List.of("east"));
        assertThat(pair.shares()).containsValues(0.0, 1.0);
    }

    @Test
    void a_pin_outranks_every_move_until_it_is_released() {
        pair.pin("west");
        pair.move("east", List.of("west"));
        pair.admit("east", 0.4);
        assertThat(pair.pinned()).isEqualTo("west");
        assertShare(pair, "west", 1);

        pair.unpin();
        assertThat(pair.pinned()).isNull();
        assertShare(pair, "east", 0.4);
    }

    @Test
    void an_order_that_cannot_be_meant_changes_nothing_and_says_what_to_write() {
        assertThatThrownBy(() -> pair.move("eats", List.of("west")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the router inventory has no region \"eats\"; did you mean east? (known: east, west)");
        assertThatThrownBy(() -> pair.move("east", List.of("wets"))).hasMessageContaining("did you mean west?");
        assertThatThrownBy(() -> pair.move("east", List.of())).hasMessageContaining("name other regions");
        assertThatThrownBy(() -> pair.move("east", List.of("west", "east"))).hasMessageContaining("name other regions");
        assertThatThrownBy(() -> pair.pin("north")).hasMessageContaining("known: east, west");
        assertThatThrownBy(() -> pair.admit("north", 1)).hasMessageContaining("known: east, west");
        assertThatThrownBy(() -> pair.admit("east", Double.NaN)).hasMessage("share: NaN is not between 0 and 1");
        assertThatThrownBy(() -> pair.admit("east", -0.1)).hasMessageContaining("-0.1");
        assertThatThrownBy(() -> pair.admit("east", 1.1)).hasMessageContaining("1.1");

        assertShare(pair, "east", 1);
    }

    private static void assertShare(RegionRouter<?> router, String region, double share) {
        assertThat(router.share(router.region(region))).isCloseTo(share, within(1e-12));
        assertThat(router.shares().get(region)).isCloseTo(share, within(1e-12));
    }

    private static Map<String, Integer> picked(RegionRouter<?> router, int times) {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < times; i++) {
            counts.merge(router.pick().name(), 1, Integer::sum);
        }
        return counts;
    }
}

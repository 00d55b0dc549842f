package dev.heal.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heal.check.InvalidConfigurationException;
import dev.heal.detect.HttpProbe;
import java.net.URI;
import java.time.Duration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A router that cannot be meant is not built, and all that is wrong with it is said at once")
class RouterBuildTest {

    private final RegionRouter.Builder<Object> builder =
            RegionRouter.named("inventory").probe(resource -> Regions.GOOD);

    @Test
    void without_regions() {
        refused().hasMessageContaining("routers.inventory.regions: there is none; name at least two");
    }

    @Test
    void with_one_region() {
        builder.region("east", "E");

        refused()
                .hasMessageContaining("regions")
                .hasMessageContaining("east")
                .hasMessageContaining("there is only one, and so nowhere to go")
                .hasMessageContaining("name at least two");
    }

    @Test
    void with_regions_that_all_stand_by() {
        builder.standby("east", "E").standby("west", "W");

        refused().hasMessageContaining("all of them stand by").hasMessageContaining("a weight above 0");
    }

    @Test
    void without_a_probe() {
        RegionRouter.Builder<Object> blind =
                RegionRouter.named("inventory").region("east", "E").standby("west", "W");

        assertThatThrownBy(blind::build)
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("routers.inventory.probe")
                .hasMessageContaining("there is none, so nobody could tell");
    }

    @Test
    void with_a_name_twice() {
        builder.region("east", "E").region("east", "W").standby("west", "X");

        refused().hasMessageContaining("regions.east: is there twice");
    }

    @Test
    void with_one_thing_as_two_regions() {
        Object pool = new Object();
        builder.region("east", pool).standby("west", pool);

        refused().hasMessageContaining("regions.west: is the same as east");
    }

    @ParameterizedTest
    @CsvSource({
        "http://shop.example, http://shop.example:80/",
        "https://SHOP.example:443/api, https://shop.example/api/",
        "http://shop.example/a/../api, http://shop.example/api"
    })
    void with_one_address_as_two_regions_though_its_port_or_path_is_written_otherwise(URI east, URI west) {
        builder.region("east", east).standby("west", west);

        refused().hasMessageContaining("is the same as east");
    }

    @ParameterizedTest
    @CsvSource({
        "http://shop.example/Api, http://shop.example/api",
        "http://shop.example:81, http://shop.example",
        "http://shop.example, https://shop.example"
    })
    void but_not_with_two_addresses_that_are_alike(URI east, URI west) {
        assertThatCode(builder.region("east", east).standby("west", west)::build)
                .doesNotThrowAnyException();
    }

    @Test
    void with_one_address_as_two_regions_however_it_is_written() {
        builder.region("east", URI.create("http://shop.example/api"))
                .standby("west", URI.create("HTTP://Shop.example/api/"));

        refused()
                .hasMessageContaining("regions.west")
                .hasMessageContaining("HTTP://Shop.example/api/")
                .hasMessageContaining("is the same as east");
    }

    @Test
    void with_weights_and_capacities_that_are_none() {
        builder.region("east", "E", Double.NaN, 10)
                .region("west", "W", -1, -5)
                .region("south", "S", Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY)
                .region("north", "N", 1, 0);

        refused()
                .hasMessageContaining("regions.east.weight = NaN:")
                .hasMessageContaining("regions.west.weight = -1.0:")
                .hasMessageContaining("regions.west.capacity = -5.0:")
                .hasMessageContaining("regions.south.weight = Infinity:")
                .hasMessageContaining("regions.south.capacity = Infinity:")
                .hasMessageContaining("regions.north.capacity = 0.0:")
                .hasMessageNotContaining("stand by\"");
    }

    @Test
    void with_names_that_are_none() {
        builder.region(" ", "E").standby("we@st", "W").standby("south ", "S");

        refused()
                .hasMessageContaining("a region needs a name")
                .hasMessageContaining("regions.we@st: is no name of a region")
                .hasMessageContaining("write one without @ and without space around it, such as east");
        assertThatThrownBy(() -> RegionRouter.named("").build()).hasMessageContaining("a router needs a name");
    }

    @Test
    void with_a_probe_that_cannot_ask_a_region() {
        RegionRouter.Builder<URI> addresses = RegionRouter.<URI>named("catalog")
                .region("east", URI.create("http://east.example"))
                .standby("west", URI.create("http://169.254.169.254"))
                .probe(base -> new HttpProbe(base.resolve("/health")));

        assertThatThrownBy(addresses::build)
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("routers.catalog.regions.west.probe")
                .hasMessageContaining("link-local")
                .hasMessageNotContaining("regions.east");
    }

    @Test
    void with_a_probing_that_never_ends() {
        builder.region("east", "E").standby("west", "W").probing(0, Duration.ZERO, Duration.ofSeconds(-1));

        refused()
                .hasMessageContaining("routers.inventory.probe.failures")
                .hasMessageContaining("routers.inventory.probe.every")
                .hasMessageContaining("routers.inventory.probe.within");
    }

    @Test
    void one_that_can_says_of_each_region_what_it_is() {
        RegionRouter<Object> router =
                builder.region("east", "E", 1, 100).standby("west", "W").build();

        assertThat(router.regions()).extracting(Region::target).containsExactly("inventory@east", "inventory@west");
        Region<Object> east = router.region("east");
        assertThat(east.capacity()).isEqualTo(100);
        assertThat(east.guard().name()).isEqualTo("inventory@east");
        assertThat(east.mayWrite()).isTrue();
        Region<Object> west = router.region("west");
        assertThat(west.capacity()).isNaN();
        assertThat(west.mayWrite()).isFalse();
        assertThat(west.peers()).containsExactly(east);
    }

    private AbstractThrowableAssert<?, ?> refused() {
        return assertThatThrownBy(builder::build).isInstanceOf(InvalidConfigurationException.class);
    }
}

package dev.heal.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.Heal;
import dev.heal.spring.autoconfigure.Apps;
import dev.heal.spring.binding.HealSettings;
import java.security.Principal;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

@DisplayName("A human looks at regions and pins one over HTTP")
class RegionOrdersTest {

    private static final String YAML = """
            heal:
              routers:
                inventory:
                  regions: { east: { url: "http://127.0.0.1:1" }, west: { url: "http://127.0.0.1:2" } }
                  probe: { path: /health }
              targets:
                inventory:
                  router: inventory
                  steps: { move: { do: { failover-region: {} } } }
                shop:
                  detectors: { errors: { failure-rate: {} } }
                  steps: { reset: { do: { reset-breaker: {} } } }
            """;

    private static final SecurityContext ADA = new SecurityContext() {
        @Override
        public Principal getPrincipal() {
            return () -> "ada";
        }

        @Override
        public boolean isUserInRole(String role) {
            return true;
        }
    };

    private interface Story {
        void tell(Heal heal, HealEndpoint endpoint);
    }

    private static void story(Story story) {
        Apps.with(YAML)
                .run(app -> story.tell(
                        app.getBean(Heal.class),
                        new HealEndpoint(app.getBean(Heal.class), app.getBean(HealSettings.class))));
    }

    private static Object region(HealEndpoint endpoint, String target) {
        return body(endpoint.target(ADA, target)).get("region");
    }

    private static Map<?, ?> body(WebEndpointResponse<Object> response) {
        return (Map<?, ?>) response.getBody();
    }

    private static WebEndpointResponse<Object> order(
            HealEndpoint endpoint, String target, String command, String reason) {
        return endpoint.orderOne(ADA, target, command, reason, null, null);
    }

    @Test
    void each_region_tells_its_part_of_the_traffic() {
        story((heal, endpoint) -> {
            assertThat(region(endpoint, "inventory@east").toString())
                    .isEqualTo(
                            "{router=inventory, name=east, home=true, share=1.0, admitted=1.0, mayWrite=true, pin=null}");
            assertThat(region(endpoint, "inventory@west").toString()).contains("home=false, share=0.0");
            assertThat(body(endpoint.target(ADA, "shop")).containsKey("region")).isFalse();
            assertThat(body(endpoint.target(ADA, "inventory@east")).get("words").toString())
                    .contains("served from east; west stands by");
            assertThat(body(endpoint.targets(ADA)).get("targets").toString()).contains("router=inventory, name=west");
            assertThat(body(endpoint.targets(ADA)).get("switchedOff")).isEqualTo(Map.of());
        });
    }

    @Test
    void a_region_is_pinned_and_that_is_taken_back() {
        story((heal, endpoint) -> {
            assertThat(order(endpoint, "inventory@west", "pin", "east is being rebuilt")
                            .getStatus())
                    .isEqualTo(200);

            assertThat(heal.routers().get("inventory").pick().name()).isEqualTo("west");
            assertThat(region(endpoint, "inventory@west").toString())
                    .contains("share=1.0", "region=inventory@west, by=ada, reason=east is being rebuilt");

            assertThat(order(endpoint, "inventory@west", "unpin", null).getStatus())
                    .isEqualTo(200);

            assertThat(heal.routers().get("inventory").pick().name()).isEqualTo("east");
            assertThat(region(endpoint, "inventory@west").toString())
                    .contains("share=0.0")
                    .contains("pin=null");
        });
    }

    @Test
    void what_is_no_region_cannot_be_pinned_nor_without_a_reason() {
        story((heal, endpoint) -> {
            assertThat(order(endpoint, "shop", "pin", "because").getBody().toString())
                    .contains("shop is no region of a router; name one in the path, such as heal/inventory@west");
            assertThat(endpoint.orderAll(ADA, "pin", "because", null, null, null)
                            .getBody()
                            .toString())
                    .contains("all targets are no region of a router");
            assertThat(order(endpoint, "inventory@west", "pin", " ").getBody().toString())
                    .contains("reason is missing");
            assertThat(heal.routers().get("inventory").pinned()).isNull();
        });
    }

    @Test
    void to_release_a_stop_takes_no_pin_back() {
        story((heal, endpoint) -> {
            order(endpoint, "inventory@west", "pin", "east is being rebuilt");
            order(endpoint, "inventory@east", "stop", "the rack is being moved");

            order(endpoint, "inventory@east", "release", null);
            order(endpoint, "inventory@west", "release", null);

            assertThat(heal.status("inventory@east").orders().stop()).isNull();
            assertThat(heal.routers().get("inventory").pinned()).isEqualTo("west");
        });
    }

    @Test
    void only_the_region_that_is_pinned_can_be_unpinned() {
        story((heal, endpoint) -> {
            assertThat(order(endpoint, "inventory@west", "unpin", null)
                            .getBody()
                            .toString())
                    .contains("inventory@west is not pinned");
            order(endpoint, "inventory@west", "pin", "east is being rebuilt");

            assertThat(order(endpoint, "inventory@east", "unpin", null)
                            .getBody()
                            .toString())
                    .contains("inventory@east is not pinned; inventory@west is");
            assertThat(order(endpoint, "shop", "unpin", null).getBody().toString())
                    .contains("shop is no region of a router");
            assertThat(heal.routers().get("inventory").pinned()).isEqualTo("west");
        });
    }
}

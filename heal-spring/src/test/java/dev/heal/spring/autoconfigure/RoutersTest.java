package dev.heal.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.heal.Heal;
import dev.heal.detect.Probe;
import dev.heal.region.RegionRouter;
import dev.heal.region.RoutingDataSource;
import dev.heal.region.Writes;
import dev.heal.resource.RestartablePool;
import dev.heal.spring.HealStartException;
import java.net.URI;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;

@DisplayName("A router of application.yml is a bean, and its regions are targets")
@ExtendWith(OutputCaptureExtension.class)
class RoutersTest {

    private static final String ADDRESSES = """
            heal:
              routers:
                inventory:
                  regions:
                    east: { url: "http://127.0.0.1:1/inventory" }
                    west: { url: "http://127.0.0.1:2/inventory", capacity: 200 }
                  probe: { path: /health }
              scopes:
                inventory: { minimum-healthy: 0.5 }
              targets:
                inventory:
                  router: inventory
                  steps: { move: { do: { failover-region: {} }, when: [region-probe] } }
            """;

    private static final String POOLS = """
            heal:
              routers:
                inventory:
                  regions:
                    east: { data-source: inventoryPool }
                    west: { data-source: ordersPool, weight: 2 }
                  home: west
                  writes: replicated
              policies:
                jdbc:
                  detectors:
                    stalled: { pool-stalled: {} }
                    silent: { jdbc-probe: {} }
                  steps:
                    restart: { do: { restart-pool: {} }, when: [stalled], verify: { probe: jdbc } }
                    move: { do: { failover-region: {} } }
              targets:
                inventory: { policy: jdbc, router: inventory }
                shop:
                  depends-on: [inventory]
                  detectors: { errors: { failure-rate: {} } }
                  steps: { reset: { do: { reset-breaker: {} } } }
            """;

    static class Client {
        final RegionRouter<URI> router;

        Client(RegionRouter<URI> router) {
            this.router = router;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Clients {

        @Bean
        Client client(@Qualifier("inventory") RegionRouter<URI> router) {
            return new Client(router);
        }

        @Bean
        Client byParameter(RegionRouter<URI> inventoryRouter) {
            return new Client(inventoryRouter);
        }

        /** A service may well be called as what it calls. */
        @Bean
        String inventory() {
            return "a bean of the router's name";
        }
    }

    @Test
    void regions_that_are_addresses() {
        Apps.with(ADDRESSES, Clients.class).run(app -> {
            Heal heal = app.getBean(Heal.class);
            RegionRouter<URI> router = app.getBean("client", Client.class).router;

            assertThat(heal.targets()).containsExactly("inventory@east", "inventory@west");
            assertThat(heal.routers()).containsOnlyKeys("inventory").containsValue(router);
            assertThat(app.getBean("byParameter", Client.class).router).isSameAs(router);
            assertThat(heal.guard("inventory@east"))
                    .isSameAs(router.region("east").guard());
            assertThat(heal.status("inventory@west").scope()).isEqualTo("inventory");
            assertThat(router.pick().name()).isEqualTo("east");
            assertThat(router.region("west").capacity()).isEqualTo(200);
            assertThat(router.region("west").mayWrite()).isFalse();
            assertThat(router.probing().every()).isEqualTo(Duration.ofSeconds(1));
        });
    }

    @Test
    void regions_that_are_pools_are_each_restartable() {
        Apps.with(POOLS, Apps.TwoPools.class).run(app -> {
            Heal heal = app.getBean(Heal.class);
            RegionRouter<DataSource> router = dataSources(heal);

            assertThat(heal.targets()).containsExactly("inventory@west", "inventory@east", "shop");
            assertThat(router.region("east").resource())
                    .isInstanceOf(RestartablePool.class)
                    .isSameAs(app.getBean("inventoryPool"));
            assertThat(router.region("west").weight()).isEqualTo(2);
            assertThat(router.region("east").weight()).isZero();
            assertThat(router.writes()).isEqualTo(Writes.REPLICATED);
            assertThat(router.region("east").probe().name()).isEqualTo("jdbc");
            assertThat(app.getBeanProvider(dataSourceRouter()).getObject()).isSameAs(router);
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Routed {

        @Bean
        @Primary
        DataSource inventory(RegionRouter<DataSource> inventoryRouter) {
            return RoutingDataSource.of(inventoryRouter);
        }

        @Bean
        JdbcTemplate byType(DataSource dataSource) {
            return new JdbcTemplate(dataSource);
        }
    }

    @Test
    void a_routed_data_source_may_be_the_first_of_all() {
        Apps.with(POOLS, Apps.TwoPools.class, Routed.class).run(app -> {
            assertThat(app.getBean(JdbcTemplate.class).getDataSource())
                    .isInstanceOf(RoutingDataSource.class)
                    .isSameAs(app.getBean("inventory"));
            assertThat(app.getBean(Heal.class).targets()).containsExactly("inventory@west", "inventory@east", "shop");
        });
    }

    @SuppressWarnings("unchecked")
    private static RegionRouter<DataSource> dataSources(Heal heal) {
        return (RegionRouter<DataSource>) heal.routers().get("inventory");
    }

    private static org.springframework.core.ParameterizedTypeReference<RegionRouter<DataSource>> dataSourceRouter() {
        return new org.springframework.core.ParameterizedTypeReference<>() {};
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnRouter {

        @Bean
        RegionRouter<String> stock() {
            return router("inventory");
        }

        @Bean
        RegionRouter<String> misnamed() {
            return router("stock");
        }

        private static RegionRouter<String> router(String name) {
            return RegionRouter.<String>named(name)
                    .region("east", "e")
                    .standby("west", "w")
                    .probe(place -> new Probe() {
                        @Override
                        public String name() {
                            return "own";
                        }

                        @Override
                        public void ask(Duration limit) {}
                    })
                    .build();
        }
    }

    private static final String OWN = """
            heal:
              targets:
                inventory:
                  router: stock
                  steps: { move: { do: { failover-region: {} } } }
            """;

    @Test
    void a_router_may_be_a_bean_of_the_application() {
        Apps.with(OWN, OwnRouter.class)
                .run(app -> assertThat(app.getBean(Heal.class).routers().get("inventory"))
                        .isSameAs(app.getBean("stock")));
    }

    @Test
    void a_routers_bean_that_is_called_otherwise_is_refused(CapturedOutput output) {
        Apps.with(OWN.replace("router: stock", "router: misnamed"), OwnRouter.class)
                .run(app -> {
                    assertThat(app.getBean(Heal.class).targets()).isEmpty();
                    assertThat(output)
                            .contains(
                                    "heal.targets.inventory.router = misnamed (application.yml:4:15): the router is called"
                                            + " stock, and its regions are healed as stock@<region>; call the target stock, or name the"
                                            + " router inventory");
                });
    }

    @Test
    void a_router_that_nobody_has_written_or_made(CapturedOutput output) {
        Apps.with(OWN.replace("router: stock", "router: stoc"), OwnRouter.class)
                .run(app -> assertThat(output)
                        .contains("heal.targets.inventory.router = stoc (application.yml:4:15): is neither a router"
                                + " under heal.routers nor a bean; did you mean stock? (known: misnamed, stock)"));
    }

    @Test
    void a_written_router_that_is_misspelt(CapturedOutput output) {
        Apps.with(ADDRESSES.replace("router: inventory", "router: inventroy"))
                .run(
                        app -> assertThat(output)
                                .contains(
                                        "heal.targets.inventory.router = inventroy (application.yml:12:15): is neither a router"
                                                + " under heal.routers nor a bean; did you mean inventory? (known: inventory)"));
    }

    @Test
    void a_bean_that_is_no_router(CapturedOutput output) {
        Apps.with(OWN.replace("router: stock", "router: inventoryPool"), Apps.TwoPools.class)
                .run(app -> assertThat(output)
                        .contains(
                                "heal.targets.inventory.router = inventoryPool (application.yml:4:15): the bean is a ")
                        .contains(" and no RegionRouter; name a bean that is one, or a router under heal.routers"));
    }

    @Test
    void a_data_source_that_does_not_exist(CapturedOutput output) {
        Apps.with(
                        POOLS.replace("east: { data-source: inventoryPool", "east: { data-source: inventryPool"),
                        Apps.TwoPools.class)
                .run(app -> {
                    assertThat(app.getBean(Heal.class).targets()).containsExactly("shop");
                    assertThat(output)
                            .contains("heal.routers.inventory.regions.east.data-source = inventryPool"
                                    + " (application.yml:5:30): is no bean of this application; did you mean"
                                    + " inventoryPool? (known: inventoryPool, ordersPool)");
                });
    }

    @Test
    void a_pool_cannot_be_restarted_where_there_is_an_address(CapturedOutput output) {
        String yaml = ADDRESSES.replace("failover-region: {} }, when: [region-probe]", "restart-pool: {} }");

        Apps.with(yaml)
                .run(app -> assertThat(output)
                        .contains(
                                "heal.targets.inventory.router = inventory (application.yml:12:15): calls are made with a"
                                        + " java.net.URI there, and restart-pool needs a Restartable; have its regions name pools of"
                                        + " HikariCP (data-source), or take restart-pool out of the policy"));
    }

    @Test
    void a_router_that_no_target_names_is_a_warning_and_works(CapturedOutput output) {
        String yaml = ADDRESSES.substring(0, ADDRESSES.indexOf("  scopes:"));

        Apps.with(yaml, Clients.class).run(app -> {
            assertThat(app.getBean("client", Client.class).router.pick().name()).isEqualTo("east");
            assertThat(output)
                    .contains(
                            "router inventory: no target names it, so its regions are not watched and its traffic stays"
                                    + " where it is");
        });
    }

    @Test
    void a_wrong_router_costs_its_target_its_healing_and_nothing_else(CapturedOutput output) {
        Apps.with(POOLS.replace("home: west", "home: wst"), Apps.TwoPools.class).run(app -> {
            assertThat(app.getBean(Heal.class).targets()).containsExactly("shop");
            assertThat(output)
                    .contains(
                            "heal.routers.inventory.home = wst (application.yml:7:13): is no region of this router; did"
                                    + " you mean west? (known: east, west)")
                    .contains("Not healed, calls pass straight through: inventory.");
        });
    }

    @Test
    void a_wrong_router_that_a_client_asks_for_ends_the_start_with_the_reason() {
        Apps.with(ADDRESSES.replace("http://127.0.0.1:2/inventory", "http://127.0.0.1:1/inventory/"), Clients.class)
                .run(app -> assertThat(app)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(HealStartException.class)
                        .hasMessageContaining("heal.routers.inventory.regions.west.url = http://127.0.0.1:1/inventory/"
                                + " (application.yml:6:22): is the same as that of east"));
    }

    @Configuration(proxyBeanMethods = false)
    static class Asking {
        @Bean
        RoutingDataSource inventory(RegionRouter<DataSource> router) {
            return RoutingDataSource.of(router);
        }
    }

    @Test
    void a_data_source_that_does_not_exist_is_told_with_its_place_whoever_asks_first() {
        Apps.with(POOLS.replace("inventoryPool }", "inventryPool }"), Apps.TwoPools.class, Asking.class)
                .run(
                        app -> assertThat(app)
                                .getFailure()
                                .rootCause()
                                .isInstanceOf(HealStartException.class)
                                .hasMessageContaining(
                                        "heal.routers.inventory.regions.east.data-source = inventryPool"
                                                + " (application.yml:5:30): is no bean of this application; did you mean inventoryPool?"));
    }

    @Test
    void so_is_what_only_the_beans_tell() {
        Apps.with(POOLS.replace("data-source: ordersPool", "data-source: alias"), Aliased.class, Asking.class)
                .run(app -> assertThat(app)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(HealStartException.class)
                        .hasMessageContaining(
                                "heal.routers.inventory.regions.east (application.yml:5:9): is the same as" + " west"));
    }

    @Test
    void a_target_that_is_called_as_a_region_costs_itself_its_healing_and_no_other(CapturedOutput output) {
        Apps.with(ADDRESSES + "    \"[inventory@east]\": { mode: observe }\n").run(app -> {
            assertThat(app.getBean(Heal.class).targets()).containsExactly("inventory@east", "inventory@west");
            assertThat(output)
                    .contains("heal.targets[inventory@east] (application.yml:14:5): is called as a region of inventory,"
                            + " whose regions are targets already; take it away: they are configured through"
                            + " heal.targets.inventory; or call it otherwise");
        });
    }

    @Test
    void a_target_may_name_the_routers_bean(CapturedOutput output) {
        Apps.with(ADDRESSES.replace("router: inventory", "router: inventoryRouter"))
                .run(app -> {
                    assertThat(app.getBean(Heal.class).routers()).containsOnlyKeys("inventory");
                    assertThat(output).doesNotContain("no target names it");
                });
    }

    @Test
    void a_routers_bean_may_resemble_one_that_is_written(CapturedOutput output) {
        String yaml = ADDRESSES
                .replace("inventory:\n      regions", "stok:\n      regions")
                .replace("router: inventory", "router: stock");

        Apps.with(yaml, OwnRouter.class)
                .run(app -> assertThat(app.getBean(Heal.class).routers().get("inventory"))
                        .isSameAs(app.getBean("stock")));
    }

    @Configuration(proxyBeanMethods = false)
    static class NameTaken {

        @Bean
        String inventoryRouter() {
            return "a bean of the name that the router's bean would have";
        }

        @Bean
        Client client(@Qualifier("inventory") RegionRouter<URI> router) {
            return new Client(router);
        }

        @Bean
        Client byType(RegionRouter<URI> router) {
            return new Client(router);
        }
    }

    @Test
    void a_routers_bean_is_there_also_where_another_has_its_name() {
        Apps.with(ADDRESSES, NameTaken.class).run(app -> {
            assertThat(app.getBean("inventoryRouter")).isInstanceOf(String.class);
            assertThat(app.getBean("client", Client.class).router)
                    .isSameAs(app.getBean("byType", Client.class).router)
                    .isSameAs(app.getBean(Heal.class).routers().get("inventory"));
        });
    }

    @Test
    void two_regions_on_one_pool_by_two_names(CapturedOutput output) {
        Apps.with(POOLS.replace("data-source: ordersPool", "data-source: alias"), Aliased.class)
                .run(app -> assertThat(output)
                        .contains("heal.routers.inventory.regions.east (application.yml:5:9): is the same as west; name"
                                + " another place, or leave one of them out"));
    }

    @Configuration(proxyBeanMethods = false)
    static class Aliased {
        @Bean({"inventoryPool", "alias"})
        HikariDataSource inventoryPool() {
            HikariDataSource pool = new HikariDataSource();
            pool.setJdbcUrl("jdbc:postgresql://127.0.0.1:1/inventory");
            return pool;
        }
    }
}

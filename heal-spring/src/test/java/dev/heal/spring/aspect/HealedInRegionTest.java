package dev.heal.spring.aspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.heal.Heal;
import dev.heal.detect.JdbcProbe;
import dev.heal.detect.Probe;
import dev.heal.guard.CallRejectedException;
import dev.heal.region.Region;
import dev.heal.region.RegionRouter;
import dev.heal.region.RoutingDataSource;
import dev.heal.region.WriteRefusedException;
import dev.heal.signal.Outcome;
import dev.heal.spring.Healed;
import dev.heal.spring.autoconfigure.Apps;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@DisplayName("@Healed on a routed target chooses the region once a call")
class HealedInRegionTest {

    private static final String YAML = """
            heal:
              targets:
                inventory:
                  router: regions
                  steps: { move: { do: { failover-region: {} } } }
            """;

    @Configuration(proxyBeanMethods = false)
    static class Beans {

        @Bean
        RegionRouter<String> regions() {
            return RegionRouter.<String>named("inventory")
                    .region("east", "E")
                    .standby("west", "W")
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

        @Bean
        Stock stock(RegionRouter<String> regions) {
            return new Stock(regions);
        }

        @Bean
        Shop shop(Stock stock) {
            return new Shop(stock);
        }
    }

    static class Stock {
        private final RegionRouter<String> router;
        private final CompletableFuture<String> later = new CompletableFuture<>();

        Stock(RegionRouter<String> router) {
            this.router = router;
        }

        @Healed(name = "inventory")
        public String find(Runnable meanwhile) {
            String first = router.current().resource();
            meanwhile.run();
            return first + router.call(place -> place);
        }

        @Healed(name = "inventory", fallbackMethod = "none")
        public String fails(Exception failure) throws Exception {
            throw failure;
        }

        String none(Exception failure, Exception cause) {
            return "none";
        }

        @Healed(name = "inventory")
        public CompletionStage<String> findLater() {
            String here = router.current().resource();
            return later.thenApply(value -> here + value);
        }

        public void answer(String value) {
            later.complete(value);
        }

        @Healed(name = "inventory")
        public Flux<String> list() {
            return Flux.range(1, 3).map(number -> router.current().resource() + router.isInCall());
        }

        @Healed(name = "inventory")
        public Mono<String> findReactively() {
            return Mono.fromSupplier(() -> router.current().resource() + router.isInCall());
        }
    }

    static class Shop {
        private final Stock stock;

        Shop(Stock stock) {
            this.stock = stock;
        }

        @Healed(name = "inventory")
        public String sell() {
            return stock.find(() -> {});
        }
    }

    private interface Story {
        void tell(RegionRouter<String> router, Stock stock, Shop shop) throws Exception;
    }

    @SuppressWarnings("unchecked")
    private static void story(Story story) {
        app().run(app -> {
            assertThat(app.getBean(Heal.class).routers()).containsKey("inventory");
            story.tell(app.getBean("regions", RegionRouter.class), app.getBean(Stock.class), app.getBean(Shop.class));
        });
    }

    private static ApplicationContextRunner app() {
        return Apps.with(YAML, Beans.class);
    }

    private static long counted(RegionRouter<String> router, String region, Outcome outcome) {
        return router.region(region).window().total(outcome);
    }

    @Test
    void all_that_one_call_does_goes_to_one_region_and_is_counted_once() {
        story((router, stock, shop) -> {
            assertThat(stock.find(() -> router.move("east", List.of("west")))).isEqualTo("EE");
            assertThat(stock.find(() -> {})).isEqualTo("WW");

            assertThat(counted(router, "east", Outcome.SUCCESS)).isEqualTo(1);
            assertThat(counted(router, "west", Outcome.SUCCESS)).isEqualTo(1);
            assertThat(router.isInCall()).isFalse();
        });
    }

    @Test
    void a_call_within_a_call_is_a_part_of_it() {
        story((router, stock, shop) -> {
            assertThat(shop.sell()).isEqualTo("EE");

            assertThat(counted(router, "east", Outcome.SUCCESS)).isEqualTo(1);
        });
    }

    @Test
    void a_failure_is_counted_where_it_was_and_falls_back() {
        story((router, stock, shop) -> {
            assertThat(stock.fails(new SQLException("gone"))).isEqualTo("none");

            assertThat(counted(router, "east", Outcome.FAILURE)).isEqualTo(1);
            assertThat(router.isInCall()).isFalse();
        });
    }

    @Test
    void a_write_that_was_refused_says_nothing_of_the_region() {
        story((router, stock, shop) -> {
            Region<String> west = router.region("west");
            router.move("east", List.of("west"));

            stock.fails(new WriteRefusedException(west));
            stock.fails(new SQLException("not sent", new WriteRefusedException(west)));

            assertThat(counted(router, "west", Outcome.IGNORED)).isEqualTo(2);
            assertThat(counted(router, "west", Outcome.FAILURE)).isZero();
        });
    }

    @Test
    void a_stage_is_in_flight_until_it_ends_and_bound_only_while_the_body_runs() {
        story((router, stock, shop) -> {
            CompletionStage<String> stage = stock.findLater();
            assertThat(router.isInCall()).isFalse();
            assertThat(router.region("east").window().inFlightTotal()).isEqualTo(1);
            router.move("east", List.of("west"));

            stock.answer("7");

            assertThat(stage.toCompletableFuture()).isCompletedWithValue("E7");
            assertThat(counted(router, "east", Outcome.SUCCESS)).isEqualTo(1);
            assertThat(router.region("east").window().inFlightTotal()).isZero();
        });
    }

    @Test
    void each_subscription_goes_to_the_region_whose_turn_it_is() {
        story((router, stock, shop) -> {
            Mono<String> call = stock.findReactively();
            assertThat(counted(router, "east", Outcome.SUCCESS)).isZero();

            StepVerifier.create(call).expectNext("Etrue").verifyComplete();
            router.move("east", List.of("west"));
            StepVerifier.create(call).expectNext("Wtrue").verifyComplete();

            assertThat(counted(router, "east", Outcome.SUCCESS)).isEqualTo(1);
            assertThat(counted(router, "west", Outcome.SUCCESS)).isEqualTo(1);
            assertThat(router.isInCall()).isFalse();
        });
    }

    @Test
    void what_follows_upon_an_answer_is_a_call_of_its_own() {
        story((router, stock, shop) -> {
            StepVerifier.create(stock.findReactively().flatMap(first -> stock.findReactively()))
                    .expectNext("Etrue")
                    .verifyComplete();

            assertThat(counted(router, "east", Outcome.SUCCESS)).isEqualTo(2);
        });
    }

    @Test
    void what_is_done_instead_of_a_call_that_was_kept_out_is_kept_out_too() {
        story((router, stock, shop) -> {
            router.region("east").guard().breaker().circuitBreaker().transitionToForcedOpenState();

            StepVerifier.create(stock.findReactively()
                            .onErrorResume(rejected -> Mono.just("outside " + !router.isInCall())
                                    .concatWith(stock.findReactively())
                                    .last()))
                    .verifyError(CallRejectedException.class);
            StepVerifier.create(stock.findReactively()
                            .onErrorResume(rejected -> Mono.fromSupplier(() -> "outside " + !router.isInCall())))
                    .expectNext("outside true")
                    .verifyComplete();
        });
    }

    @Test
    void a_stream_is_in_its_region_whenever_it_is_asked_for_more() {
        story((router, stock, shop) -> {
            List<Boolean> downstream = new ArrayList<>();

            StepVerifier.create(stock.list().doOnNext(value -> downstream.add(router.isInCall())), 0)
                    .thenRequest(1)
                    .expectNext("Etrue")
                    .then(() -> router.move("east", List.of("west")))
                    .thenRequest(2)
                    .expectNext("Etrue", "Etrue")
                    .verifyComplete();

            assertThat(downstream).containsOnly(false);
            assertThat(counted(router, "east", Outcome.SUCCESS)).isEqualTo(1);
            assertThat(router.isInCall()).isFalse();
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Tables {

        @Bean
        RegionRouter<DataSource> regions() throws SQLException {
            return RegionRouter.<DataSource>named("inventory")
                    .region("east", database())
                    .standby("west", database())
                    .probe(JdbcProbe::new)
                    .build();
        }

        private static DataSource database() throws SQLException {
            DataSource database = mock(DataSource.class);
            Connection connection = mock(Connection.class, RETURNS_DEEP_STUBS);
            when(database.getConnection()).thenReturn(connection);
            return database;
        }

        @Bean
        Table table(RegionRouter<DataSource> regions) {
            return new Table(RoutingDataSource.of(regions));
        }
    }

    static class Table {
        private final DataSource source;

        Table(DataSource source) {
            this.source = source;
        }

        @Healed(name = "inventory")
        public void write() throws SQLException {
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("insert into items values (7)");
            }
        }

        @Healed(name = "inventory")
        public Mono<Void> writeLater() {
            return Mono.fromCallable(() -> {
                write();
                return null;
            });
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void nor_does_what_a_routed_data_source_refuses_however_it_is_wrapped() {
        Apps.with(YAML, Tables.class).run(app -> {
            RegionRouter<String> router = app.getBean("regions", RegionRouter.class);
            Table table = app.getBean(Table.class);
            router.move("east", List.of("west"));

            assertThatThrownBy(table::write)
                    .isInstanceOf(SQLException.class)
                    .hasMessage(WriteRefusedException.text(router.region("west")));
            StepVerifier.create(table.writeLater()).verifyError(SQLException.class);

            assertThat(counted(router, "west", Outcome.IGNORED)).isEqualTo(2);
            assertThat(counted(router, "west", Outcome.FAILURE)).isZero();
            assertThat(router.region("west").window().inFlightTotal()).isZero();
        });
    }
}

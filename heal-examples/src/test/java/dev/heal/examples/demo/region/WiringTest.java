package dev.heal.examples.demo.region;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.examples.load.Items;
import dev.heal.time.Clock;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both scenarios start, and what they kill is really dead. */
class WiringTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    @Test
    void theServicesServeEachShopAndDieWhenTheyAreKilled() throws Exception {
        try (Servers servers = HttpServers.start(directory.resolve("services.log"))) {
            for (Column column : Column.values()) {
                try (Stage stage = Stage.set(Cast.SERVICES, column, servers, directory.resolve("heal"))) {
                    assertServed(stage);
                    assertCut(stage);
                }
            }
            servers.kill(Side.EAST);
            assertDeadAndBack(servers);
        }
    }

    @Test
    void theDatabasesServeTheHealedShopAndTheStandbyFollows() throws Exception {
        try (PostgresServers servers = PostgresServers.start(Path.of("target/postgres"), directory);
                Stage stage = Stage.set(Cast.DATABASES, Column.WITH, servers, directory.resolve("heal"))) {
            assertServed(stage);
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> servers.orders(Side.WEST) == 1);

            servers.kill(Side.EAST);
            assertDeadAndBack(servers);
            assertThat(servers.orders(Side.EAST)).isEqualTo(1);
        }
    }

    private static void assertServed(Stage stage) throws Exception {
        HttpResponse<String> item = ask(Items.looked(stage.address()).apply(0));
        assertThat(item.statusCode()).isEqualTo(200);
        assertThat(item.headers().firstValue("Served-By")).hasValue("east");
        HttpResponse<String> order = ask(Items.ordered(stage.address()).apply(0));
        assertThat(order.statusCode()).isEqualTo(201);
        assertThat(order.headers().firstValue("Served-By")).hasValue("east");
    }

    private static void assertCut(Stage stage) {
        Cut cut = stage.cut(Side.EAST, Duration.ofMinutes(1), Clock.system());

        assertThat(cut.links()).isPositive();
        assertThat(cut.refused()).isTrue();
    }

    private static void assertDeadAndBack(Servers servers) throws IOException {
        // nobody holds its port any more
        new ServerSocket(servers.port(Side.EAST)).close();
        int port = servers.port(Side.EAST);
        servers.start(Side.EAST);
        assertThat(servers.port(Side.EAST)).isEqualTo(port);
    }

    private static HttpResponse<String> ask(HttpRequest.Builder question) throws Exception {
        return CLIENT.send(question.build(), HttpResponse.BodyHandlers.ofString());
    }
}

package dev.heal.examples.demo.region;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.heal.time.Clock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class CustomersTest {

    @Test
    void anOrderThatTheStandbyTookIsCounted() throws Exception {
        HttpServer shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shop.createContext("/", exchange -> {
            boolean isOrder = exchange.getRequestMethod().equals("POST");
            exchange.getResponseHeaders().set("Served-By", "west");
            exchange.sendResponseHeaders(isOrder ? 201 : 200, -1);
            exchange.close();
        });
        shop.start();
        URI address = URI.create("http://127.0.0.1:" + shop.getAddress().getPort());
        Clock clock = Clock.system();
        long from = clock.nanos();
        try (Customers customers = new Customers(address, Course.STANDARD, clock)) {
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
                customers.doWork();
                return customers.orders(from).taken() > 0;
            });

            assertThat(customers.orders(from).takenByStandby()).isPositive();
        } finally {
            shop.stop(0);
        }
    }
}

package dev.heal.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Before servlets, on Tomcat")
class ServletLoadSheddingTest extends LoadSheddingContract {

    @Override
    WebApp start() {
        return WebApp.servlet();
    }

    @Test
    void a_call_that_is_made_for_a_request_is_of_its_class() throws IOException {
        HttpServer next = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        next.createContext("/", exchange -> {
            byte[] told = String.valueOf(exchange.getRequestHeaders().getFirst("Heal-Priority"))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, told.length);
            exchange.getResponseBody().write(told);
            exchange.close();
        });
        next.start();
        try {
            int port = next.getAddress().getPort();

            assertThat(app.get("/forward?to=http://127.0.0.1:" + port + "/")
                            .join()
                            .body())
                    .isEqualTo("high");
        } finally {
            next.stop(0);
        }
    }

    @Test
    void where_only_the_body_would_tell_who_serves_it_counts_as_the_more_important() {
        String form = "application/x-www-form-urlencoded";

        assertThat(served(() -> app.post("/forms?kind=urgent", "", "Content-Type", "text/plain")))
                .isEqualTo("urgent CRITICAL");
        assertThat(served(() -> app.post("/forms", "", "Content-Type", "text/plain")))
                .isEqualTo("plain BULK");
        assertThat(served(() -> app.post("/forms", "kind=lazy", "Content-Type", form)))
                .isEqualTo("plain CRITICAL");
        assertThat(served(() -> app.post("/forms", "kind=urgent", "Content-Type", form)))
                .isEqualTo("urgent CRITICAL");
    }
}

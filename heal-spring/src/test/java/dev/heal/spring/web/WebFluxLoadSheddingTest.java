package dev.heal.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Before WebFlux, on Netty")
class WebFluxLoadSheddingTest extends LoadSheddingContract {

    @Override
    WebApp start() {
        return WebApp.reactive();
    }

    @Test
    void a_client_that_goes_away_while_it_waits_leaves_nothing_behind() {
        var first = underWay("/page");
        var gone = waiting("/page");
        long before = admitted();

        gone.cancel(true);
        app.open();

        assertThat(first.join().statusCode()).isEqualTo(200);
        until(() -> waiting() == 0 && underWay() == 0);
        assertThat(app.inside()).isZero();
        // Whether the server has heard of it in time is the network's affair.
        assertThat(admitted()).isLessThanOrEqualTo(before + 1);
    }

    @Test
    void parameters_are_those_of_the_query() {
        String form = "application/x-www-form-urlencoded";

        assertThat(served(() -> app.post("/forms?kind=urgent", "", "Content-Type", "text/plain")))
                .isEqualTo("urgent CRITICAL");
        assertThat(served(() -> app.post("/forms", "", "Content-Type", "text/plain")))
                .isEqualTo("plain BULK");
        assertThat(served(() -> app.post("/forms", "kind=lazy", "Content-Type", form)))
                .isEqualTo("plain BULK");
    }
}

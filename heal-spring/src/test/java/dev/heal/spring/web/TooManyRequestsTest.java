package dev.heal.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.heal.admission.CutOff;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Who is turned away is answered 503, or 429 where a team has written that")
@Timeout(120)
class TooManyRequestsTest {

    private static final String TOO_MANY = "heal.load-shedding.web.status=429";

    /** With one inside and one waiting. */
    private static HttpResponse<String> turnedAway(WebApp app) {
        app.shut();
        CompletableFuture<HttpResponse<String>> inside = app.get("/page");
        await().atMost(Duration.ofSeconds(20)).until(() -> app.inside() == 1);
        CompletableFuture<HttpResponse<String>> waiting = app.get("/page");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> app.shedder().admission().waiting() == 1);
        HttpResponse<String> answer = app.get("/export/all").join();
        app.open();
        CompletableFuture.allOf(inside, waiting).join();
        return answer;
    }

    private static void assertTooMany(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.headers().firstValue(CutOff.HEADER)).isPresent();
    }

    @Test
    void before_servlets() {
        try (WebApp app = WebApp.servlet(TOO_MANY)) {
            HttpResponse<String> answer = turnedAway(app);

            assertTooMany(answer);
            assertThat(answer.headers().firstValue("Connection")).isEmpty();
            assertTooMany(app.get("/withheld").join());
        }
    }

    @Test
    void before_webflux() {
        try (WebApp app = WebApp.reactive(TOO_MANY)) {
            assertTooMany(turnedAway(app));
            assertTooMany(app.get("/withheld").join());
        }
    }

    @Test
    void left_out_it_is_503_after_which_tomcat_closes_the_connection() {
        try (WebApp app = WebApp.servlet()) {
            HttpResponse<String> answer = turnedAway(app);

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Connection")).hasValue("close");
        }
    }
}

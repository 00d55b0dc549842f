package dev.heal.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.heal.admission.CutOff;
import dev.heal.admission.Priority;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What holds before servlets and before WebFlux alike, each with a server of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class LoadSheddingContract {

    WebApp app;

    abstract WebApp start();

    @BeforeAll
    void startApp() {
        app = start();
    }

    @AfterAll
    void stopApp() {
        app.close();
    }

    @BeforeEach
    void shut() {
        app.shut();
    }

    /** Each test leaves the server as it was: nobody inside, nobody waiting. */
    @AfterEach
    void allHaveLeft() {
        app.open();
        until(() -> underWay() == 0 && waiting() == 0);
    }

    static void until(Callable<Boolean> holds) {
        await().pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(20))
                .until(holds);
    }

    int underWay() {
        return app.shedder().admission().underWay();
    }

    int waiting() {
        return app.shedder().admission().waiting();
    }

    CompletableFuture<HttpResponse<String>> underWay(String path) {
        var answer = app.get(path);
        until(() -> app.inside() == 1);
        return answer;
    }

    CompletableFuture<HttpResponse<String>> waiting(String path, String... headers) {
        var answer = app.get(path, headers);
        until(() -> waiting() == 1);
        return answer;
    }

    static void assertTurnedAway(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After"))
                .hasValueSatisfying(seconds -> assertThat(seconds).matches("[1-9]\\d?"));
        assertThat(answer.headers().firstValue(CutOff.HEADER))
                .hasValueSatisfying(hint -> assertThat(CutOff.parse(hint)).isPresent());
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void a_critical_request_takes_the_place_of_a_bulk_one_that_waits() {
        var first = underWay("/export/all");
        var bulk = waiting("/export/all");

        var critical = app.get("/checkout");

        assertTurnedAway(bulk.join());
        assertTurnedAway(app.get("/export/all").join());
        app.open();
        assertThat(first.join().statusCode()).isEqualTo(200);
        assertThat(critical.join().statusCode()).isEqualTo(200);
        assertThat(app.shedder().admission().rejected(Priority.CRITICAL)).isZero();
    }

    @Test
    void who_has_waited_is_served() {
        var first = underWay("/page");
        var second = waiting("/page");

        app.open();

        assertThat(first.join().statusCode()).isEqualTo(200);
        assertThat(second.join().body()).isEqualTo("done");
    }

    @Test
    void a_header_makes_nobody_more_important() {
        underWay("/page");
        waiting("/page");

        assertTurnedAway(app.get("/export/all", "X-Priority", "critical", "Heal-Priority", "critical")
                .join());
    }

    @Test
    void a_client_that_no_longer_waits_is_not_served() {
        underWay("/page");

        assertTurnedAway(app.get("/page", "Heal-Timeout", "0").join());
    }

    @Test
    void liveness_is_never_turned_away() {
        underWay("/page");
        waiting("/checkout");

        assertThat(app.get("/actuator/health/liveness").join().statusCode()).isEqualTo(200);
        assertThat(app.get("/actuator/health/readiness").join().statusCode()).isEqualTo(200);
    }

    @Test
    void an_answer_that_comes_later_is_under_way_until_it_is_there() {
        var later = underWay("/later");

        assertThat(underWay()).isEqualTo(1);

        app.open();
        assertThat(later.join().body()).isEqualTo("done");
        until(() -> underWay() == 0);
    }

    @Test
    void what_is_turned_away_behind_a_controller_is_told_to_its_clients() {
        HttpResponse<String> answer = app.get("/withheld").join();

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
        assertThat(answer.headers().firstValue(CutOff.HEADER)).hasValue("normal;share=0.35");
    }

    @Test
    void the_applications_own_handler_of_that_goes_before() {
        assertThat(app.get("/withheld/handled").join().statusCode()).isEqualTo(418);
    }

    @Test
    void a_failure_is_the_applications_own_and_counts_once() {
        long before = admitted();

        assertThat(app.get("/broken").join().statusCode()).isEqualTo(500);

        assertThat(admitted()).isEqualTo(before + 1);
        until(() -> underWay() == 0);
    }

    @Test
    void what_is_done_for_a_request_knows_its_class() {
        app.open();
        app.get("/checkout").join();
        assertThat(app.lastServed()).isEqualTo(Priority.CRITICAL);

        app.get("/export/all").join();
        assertThat(app.lastServed()).isEqualTo(Priority.BULK);
    }

    /** Of handlers that share path and method. */
    @Test
    void a_request_is_of_the_class_of_the_handler_that_serves_it() {
        assertThat(served(() -> app.get("/stock"))).isEqualTo("plain NORMAL");
        assertThat(served(() -> app.get("/stock?urgent"))).isEqualTo("urgent CRITICAL");
        assertThat(served(() -> app.get("/stock", "X-Human", "yes"))).isEqualTo("human HIGH");
        assertThat(served(() -> app.get("/stock?urgent=1&x=%20", "X-Human", "yes")))
                .isEqualTo("urgent CRITICAL");
        assertThat(served(() -> app.get("/prices", "Accept", "text/csv"))).isEqualTo("table BULK");
        assertThat(served(() -> app.get("/prices", "Accept", "text/csv;q=0.5, text/plain")))
                .isEqualTo("text HIGH");
    }

    @Test
    void what_a_request_brings_is_read_by_its_handler_alone() {
        assertThat(served(() -> app.post("/orders", "{}", "Content-Type", "application/json")))
                .isEqualTo("order {} CRITICAL");
        assertThat(served(() -> app.post("/orders", "1;2", "Content-Type", "text/csv")))
                .isEqualTo("batch 1;2 BULK");
    }

    /** The answer, and the class that one more has been let in of. */
    String served(Supplier<CompletableFuture<HttpResponse<String>>> request) {
        app.open();
        Map<Priority, Long> before = new EnumMap<>(Priority.class);
        Priority.all()
                .forEach(each -> before.put(each, app.shedder().admission().admitted(each)));
        String body = request.get().join().body();
        List<Priority> more = Priority.all().stream()
                .filter(each -> app.shedder().admission().admitted(each) > before.get(each))
                .toList();
        return body + " " + more.stream().map(Enum::name).collect(Collectors.joining(" "));
    }

    long admitted() {
        return Priority.all().stream()
                .mapToLong(priority -> app.shedder().admission().admitted(priority))
                .sum();
    }
}

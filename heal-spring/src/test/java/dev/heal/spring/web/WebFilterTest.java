package dev.heal.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.heal.admission.CutOff;
import dev.heal.admission.LoadShedException;
import dev.heal.admission.LoadShedder;
import dev.heal.admission.Priority;
import dev.heal.admission.ShedderSettings;
import dev.heal.spring.binding.WebShedding;
import dev.heal.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

@DisplayName("The WebFlux filter lets a request in once and out once")
class WebFilterTest {

    private final LoadShedder shedder = LoadShedder.of(
                    "web", ShedderSettings.DEFAULT.maxConcurrency(1).maxWait(Duration.ofSeconds(30)), Clock.system())
            .alwaysOn();
    private final WebShedding written = Written.web("{}");
    private final LoadShedderWebFilter filter = new LoadShedderWebFilter(
            shedder, new Requests(written, PathPriorities.of(written, List.of()), shedder.clock()), 0);
    private final AtomicInteger served = new AtomicInteger();
    private final WebFilterChain chain = exchange -> Mono.fromRunnable(served::incrementAndGet);

    private static MockServerWebExchange exchange() {
        return MockServerWebExchange.from(MockServerHttpRequest.get("/page"));
    }

    private int underWay() {
        return shedder.admission().underWay();
    }

    /** The first one holds the only place until the sink is told. */
    private Sinks.Empty<Void> held() {
        Sinks.Empty<Void> end = Sinks.empty();
        filter.filter(exchange(), asked -> end.asMono()).subscribe();
        assertThat(underWay()).isEqualTo(1);
        return end;
    }

    @Test
    void those_who_have_waited_do_not_keep_the_thread_that_let_them_in() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Sinks.Empty<Void> first = held();
        for (int i = 0; i < 60; i++) {
            filter.filter(
                            exchange(),
                            asked -> Mono.fromRunnable(() -> {
                                served.incrementAndGet();
                                threads.add(Thread.currentThread());
                            }))
                    .subscribe();
        }
        assertThat(shedder.admission().waiting()).isEqualTo(60);

        first.tryEmitEmpty();

        await().until(() -> underWay() == 0 && shedder.admission().waiting() == 0);
        assertThat(served).hasValue(60);
        assertThat(threads).doesNotContain(Thread.currentThread());
    }

    @Test
    void one_that_is_cancelled_while_it_is_served_has_left() {
        Disposable request = filter.filter(exchange(), asked -> Mono.never()).subscribe();
        assertThat(underWay()).isEqualTo(1);

        request.dispose();

        assertThat(underWay()).isZero();
    }

    @Test
    void one_that_is_cancelled_while_it_waits_is_never_served() {
        Sinks.Empty<Void> first = held();
        Disposable request = filter.filter(exchange(), chain).subscribe();

        request.dispose();
        first.tryEmitEmpty();

        assertThat(underWay()).isZero();
        assertThat(served).hasValue(0);
    }

    @Test
    void what_the_application_throws_is_its_own_even_if_it_was_turned_away_elsewhere() {
        LoadShedException elsewhere =
                new LoadShedException("stock", Priority.NORMAL, Duration.ofSeconds(1), CutOff.NONE);
        MockServerWebExchange exchange = exchange();

        assertThatThrownBy(() ->
                        filter.filter(exchange, asked -> Mono.error(elsewhere)).block())
                .isSameAs(elsewhere);

        assertThat(exchange.getResponse().getStatusCode()).isNull();
        assertThat(underWay()).isZero();
    }

    @Test
    void what_is_turned_away_is_not_served() {
        shedder.activate(Priority.HIGH);
        MockServerWebExchange exchange = exchange();

        filter.filter(exchange, chain).block();

        assertThat(exchange.getResponse().getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        assertThat(exchange.getResponse().getHeaders().getFirst("Retry-After")).isEqualTo("2");
        assertThat(served).hasValue(0);
    }

    @Test
    void the_answer_tells_of_the_moment_it_is_given() {
        MockServerWebExchange answered = exchange();

        filter.filter(
                        answered,
                        asked -> Mono.defer(() -> {
                            shedder.activate(Priority.HIGH);
                            filter.filter(exchange(), chain).block();
                            await().until(() -> !shedder.cutOff().isNone());
                            return asked.getResponse().setComplete();
                        }))
                .block();

        assertThat(answered.getResponse().getHeaders().getFirst(CutOff.HEADER)).startsWith("normal;");
    }

    @Test
    void what_breaks_in_the_shedder_lets_the_request_through() {
        LoadShedder ofPool = LoadShedder.before("pool", Runnable::run, ShedderSettings.DEFAULT, Clock.system());
        LoadShedderWebFilter broken = new LoadShedderWebFilter(
                ofPool, new Requests(written, PathPriorities.of(written, List.of()), ofPool.clock()), 0);

        broken.filter(exchange(), chain).block();

        assertThat(served).hasValue(1);
    }

    @Test
    void a_second_filter_leaves_it_alone() {
        filter.filter(exchange(), asked -> filter.filter(asked, chain)).block();

        assertThat(served).hasValue(1);
        assertThat(underWay()).isZero();
    }
}

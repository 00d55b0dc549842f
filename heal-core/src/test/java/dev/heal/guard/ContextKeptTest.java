package dev.heal.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.guard.reactor.GuardOperator;
import io.micrometer.context.ContextRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import reactor.core.publisher.Mono;

@DisplayName("A body finds what its caller has: the MDC, the current observation, the subscriber's context")
class ContextKeptTest {

    private final Guard guard = new Guarded().guard;
    private final ObservationRegistry observations = ObservationRegistry.create();
    private final List<String> seen = new ArrayList<>();
    private Observation.Scope scope;

    @BeforeEach
    void a_caller_in_the_middle_of_a_request() {
        observations.observationConfig().observationHandler(context -> true);
        scope = Observation.start("request", observations).openScope();
        MDC.put("request", "r-7");
    }

    @AfterEach
    void the_request_has_ended() {
        scope.close();
        MDC.clear();
    }

    private String look() {
        Observation current = observations.getCurrentObservation();
        String found = MDC.get("request") + " in "
                + (current == null ? "nothing" : current.getContextView().getName());
        seen.add(found);
        return found;
    }

    @Test
    void in_the_body_of_each_call_shape() {
        guard.call(this::look);
        guard.run(() -> {
            look();
        });
        guard.callStage(() -> CompletableFuture.completedFuture(look()));

        assertThat(seen).containsExactly("r-7 in request", "r-7 in request", "r-7 in request");
    }

    @Test
    void and_the_caller_has_it_still_when_the_call_has_failed() {
        try {
            guard.run(() -> {
                throw new IllegalStateException();
            });
        } catch (IllegalStateException expected) {
            look();
        }
        assertThat(seen).containsExactly("r-7 in request");
    }

    @Test
    void through_the_operator_in_the_context_and_where_reactor_restores_it_on_the_thread() {
        ContextRegistry.getInstance()
                .registerThreadLocalAccessor(
                        "request",
                        () -> MDC.get("request"),
                        value -> MDC.put("request", value),
                        () -> MDC.remove("request"));
        try {
            Mono<String> body = Mono.just("in")
                    .<String>handle((in, sink) -> sink.next(look()))
                    .transformDeferred(GuardOperator.of(guard))
                    .contextCapture();

            String answer = CompletableFuture.supplyAsync(body::block).join();

            assertThat(answer).isEqualTo("null in nothing");
            assertThat(body.block()).isEqualTo("r-7 in request");
        } finally {
            ContextRegistry.getInstance().removeThreadLocalAccessor("request");
        }
    }
}

package dev.heal.admission;

import static dev.heal.admission.Priority.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heal.admission.Admission.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Waiters are told one after another, each once, whatever the others do with it")
class DeliveryTest {

    private final Admission admission = Admission.ofRoundTrips(ShedderSettings.DEFAULT.maxConcurrency(1), 0);
    private final List<String> told = new ArrayList<>();

    DeliveryTest() {
        admission.activate(NORMAL, 0);
        assertThat(admission.enter(Request.of(NORMAL), 0)).isTrue();
    }

    @Test
    void a_waiter_that_ends_at_once_gives_its_place_to_the_next_after_it_has_returned() {
        waits("first", at -> {
            admission.finished(at, at);
            told.add("first has returned");
        });
        waits("second", at -> admission.finished(at, at));

        admission.finished(0, 0);

        assertThat(told).containsExactly("first", "first has returned", "second");
        assertThat(admission.underWay()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_waiter_that_throws_keeps_nobody_waiting(boolean isError) {
        Throwable fault = isError ? new StackOverflowError() : new IllegalStateException("of its own");
        waits("throws", at -> {
            admission.finished(at, at);
            if (fault instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) fault;
        });
        waits("next", at -> admission.finished(at, at));

        assertThatThrownBy(() -> admission.finished(0, 0)).isSameAs(fault);

        assertThat(told).containsExactly("throws", "next");
        assertThat(admission.waiting()).isZero();
        assertThat(admission.underWay()).isZero();
    }

    @Test
    void after_one_that_threw_all_goes_on_as_before() {
        waits("throws", at -> {
            throw new IllegalStateException("of its own");
        });
        assertThatThrownBy(() -> admission.finished(0, 0)).isInstanceOf(IllegalStateException.class);
        waits("next", at -> {});

        admission.finished(0, 0);

        assertThat(told).containsExactly("throws", "next");
    }

    @Test
    void a_waiter_may_bring_another_request_when_it_is_told() {
        List<Answer> brought = new ArrayList<>();
        waits("first", at -> brought.add(admission.arrived(waiter("brought", unused -> {}), at)));

        admission.finished(0, 0);
        assertThat(brought).containsExactly(Answer.WAITING);
        admission.finished(0, 0);

        assertThat(told).containsExactly("first", "brought");
    }

    @Test
    void those_who_are_turned_away_together_are_told_together() {
        waits("first", at -> {});
        waits("second", at -> {});

        admission.tick(Duration.ofSeconds(1).toNanos());

        assertThat(told).containsExactlyInAnyOrder("first not", "second not");
    }

    private void waits(String name, Consumer<Long> admitted) {
        assertThat(admission.arrived(waiter(name, admitted), 0)).isEqualTo(Answer.WAITING);
    }

    private Waiter waiter(String name, Consumer<Long> whenAdmitted) {
        return new Waiter(Request.of(NORMAL)) {
            @Override
            protected void admitted(long now) {
                told.add(name);
                whenAdmitted.accept(now);
            }

            @Override
            protected void rejected(long now) {
                told.add(name + " not");
            }
        };
    }
}

package dev.heal.guard.reactor;

import static dev.heal.signal.Outcome.FAILURE;
import static dev.heal.signal.Outcome.IGNORED;
import static dev.heal.signal.Outcome.REJECTED;
import static dev.heal.signal.Outcome.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.guard.CallRejectedException;
import dev.heal.guard.Guarded;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

@DisplayName("What Reactor publishes passes through a guard: each subscription is a call")
class GuardOperatorTest {

    private final Guarded guarded = new Guarded();
    private final GuardOperator<String> operator = GuardOperator.of(guarded.guard);

    @Test
    void what_is_only_put_together_counts_nothing_and_every_subscription_counts() {
        Mono<String> found = Mono.just("found").transformDeferred(operator);
        assertThat(guarded.total(SUCCESS)).isZero();
        assertThat(guarded.inFlight()).isZero();

        StepVerifier.create(found).expectNext("found").verifyComplete();
        StepVerifier.create(found).expectNext("found").verifyComplete();

        assertThat(guarded.total(SUCCESS)).isEqualTo(2);
    }

    @Test
    void a_mono_stays_a_mono_and_anything_else_becomes_a_flux() {
        Publisher<String> plain = subscriber -> Flux.just("one", "two").subscribe(subscriber);

        assertThat(operator.apply(Mono.just("found"))).isInstanceOf(Mono.class);
        assertThat(operator.apply(Flux.just("found"))).isInstanceOf(Flux.class);
        StepVerifier.create(operator.apply(plain)).expectNext("one", "two").verifyComplete();

        assertThat(guarded.total(SUCCESS)).isEqualTo(1);
    }

    @Test
    void a_flux_is_in_flight_until_its_end() {
        Sinks.Many<String> answers = Sinks.many().unicast().onBackpressureBuffer();
        StepVerifier.create(answers.asFlux().transform(operator))
                .then(() -> answers.tryEmitNext("one"))
                .expectNext("one")
                .then(() -> assertThat(guarded.inFlight()).isEqualTo(1))
                .then(answers::tryEmitComplete)
                .verifyComplete();

        assertThat(guarded.inFlight()).isZero();
        assertThat(guarded.total(SUCCESS)).isEqualTo(1);
    }

    @Test
    void an_answer_on_another_thread_ends_the_call() {
        Mono<String> elsewhere = Mono.fromCallable(() -> "found")
                .subscribeOn(Schedulers.single())
                .transform(operator);

        assertThat(elsewhere.block(Duration.ofSeconds(10))).isEqualTo("found");

        assertThat(guarded.total(SUCCESS)).isEqualTo(1);
        assertThat(guarded.inFlight()).isZero();
    }

    @Test
    void a_failure_is_counted_and_passed_on() {
        StepVerifier.create(Mono.<String>error(new IOException("down")).transform(operator))
                .verifyErrorMessage("down");

        assertThat(guarded.total(FAILURE)).isEqualTo(1);
        assertThat(guarded.breaker.getMetrics().getNumberOfFailedCalls()).isEqualTo(1);
    }

    @Test
    void a_call_that_is_not_let_in_is_a_failure_of_the_subscription_and_the_source_is_left_alone() {
        AtomicBoolean subscribed = new AtomicBoolean();
        Mono<String> source = Mono.<String>empty().doOnSubscribe(unused -> subscribed.set(true));
        guarded.breaker.transitionToOpenState();

        StepVerifier.create(source.transform(operator)).verifyError(CallRejectedException.class);

        assertThat(subscribed).isFalse();
        assertThat(guarded.total(REJECTED)).isEqualTo(1);
        assertThat(guarded.inFlight()).isZero();
    }

    @Test
    void a_cancellation_reaches_the_source_and_says_nothing_of_the_target() {
        AtomicBoolean cancelled = new AtomicBoolean();
        Disposable subscription = Mono.<String>never()
                .doOnCancel(() -> cancelled.set(true))
                .transform(operator)
                .subscribe();
        assertThat(guarded.inFlight()).isEqualTo(1);

        subscription.dispose();

        assertThat(cancelled).isTrue();
        assertThat(guarded.total(IGNORED)).isEqualTo(1);
        assertThat(guarded.inFlight()).isZero();
    }

    @Test
    void whoever_cancels_after_a_first_value_was_answered_well() {
        StepVerifier.create(Flux.just("one", "two").transform(operator).take(1))
                .expectNext("one")
                .verifyComplete();

        assertThat(guarded.total(SUCCESS)).isEqualTo(1);
        assertThat(guarded.inFlight()).isZero();
    }

    @Test
    void a_source_that_throws_on_subscription_leaves_nothing_in_flight() {
        Mono<String> broken = new Mono<>() {
            @Override
            public void subscribe(CoreSubscriber<? super String> actual) {
                throw new IllegalArgumentException("broken");
            }
        };

        StepVerifier.create(broken.transform(operator)).verifyErrorMessage("broken");

        assertThat(guarded.total(FAILURE)).isEqualTo(1);
        assertThat(guarded.inFlight()).isZero();
    }

    @Test
    void a_source_that_ends_twice_is_one_call() {
        AtomicReference<Subscriber<? super String>> source = new AtomicReference<>();
        Publisher<String> rude = subscriber -> {
            source.set(subscriber);
            subscriber.onSubscribe(new Subscription() {
                @Override
                public void request(long count) {}

                @Override
                public void cancel() {}
            });
        };
        new GuardedProbe(operator.apply(rude));

        source.get().onComplete();
        source.get().onError(new IOException("late"));

        assertThat(guarded.total(SUCCESS)).isEqualTo(1);
        assertThat(guarded.total(FAILURE)).isZero();
        assertThat(guarded.inFlight()).isZero();
    }

    /** Takes what comes and complains of nothing. */
    private static final class GuardedProbe implements CoreSubscriber<String> {
        GuardedProbe(Publisher<String> publisher) {
            publisher.subscribe(this);
        }

        @Override
        public void onSubscribe(Subscription subscription) {}

        @Override
        public void onNext(String value) {}

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onComplete() {}
    }

    @Test
    void the_context_of_the_subscriber_reaches_the_source() {
        Mono<String> user = Mono.deferContextual(context -> Mono.just(context.<String>get("user")));

        StepVerifier.create(user.transformDeferred(operator).contextWrite(context -> context.put("user", "ada")))
                .expectNext("ada")
                .verifyComplete();
    }
}

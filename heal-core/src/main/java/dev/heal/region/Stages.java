package dev.heal.region;

import dev.heal.guard.CheckedSupplier;
import dev.heal.region.RegionRouter.StageCall;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Calls whose answers come later. */
final class Stages {

    private Stages() {}

    static <T, R extends @Nullable Object> CompletionStage<R> once(FirstTry<T> turn, StageCall<? super T, R> body) {
        return in(turn.region(), turn, body);
    }

    static <T, R extends @Nullable Object> CompletionStage<R> twice(FirstTry<T> turn, StageCall<? super T, R> body) {
        CompletionStage<R> first;
        try {
            first = in(turn.region(), turn, body);
        } catch (RuntimeException failure) {
            return again(turn, failure, body);
        }
        CompletableFuture<R> answer = new CompletableFuture<>();
        first.whenComplete((result, failure) -> {
            if (failure == null) {
                answer.complete(result);
                return;
            }
            if (answer.isDone()) {
                // Nobody waits for it any more: it was cancelled, say.
                return;
            }
            Throwable cause = cause(failure);
            try {
                again(turn, cause, body).whenComplete((second, error) -> end(answer, second, error));
            } catch (Throwable error) {
                answer.completeExceptionally(error);
            }
        });
        return answer;
    }

    private static <T, R extends @Nullable Object> CompletionStage<R> again(
            FirstTry<T> turn, Throwable first, StageCall<? super T, R> body) {
        Region<T> next = turn.again(first);
        if (next == null) {
            throw Stages.<RuntimeException>asItIs(first);
        }
        return in(next, null, body).whenComplete((result, second) -> {
            if (second != null) {
                FirstTry.withFirst(cause(second), first);
            }
        });
    }

    /** @param turn null for a second try */
    private static <T, R extends @Nullable Object> CompletionStage<R> in(
            Region<T> region, @Nullable FirstTry<T> turn, StageCall<? super T, R> body) {
        RegionRouter<T> router = region.router();
        CheckedSupplier<CompletionStage<R>, RuntimeException> bound = () -> {
            Region<T> before = router.bind(region);
            try {
                if (turn != null) {
                    turn.sent();
                }
                return body.in(region.resource());
            } finally {
                router.leave(before);
            }
        };
        int departures = region.departures();
        CompletionStage<R> stage = region.guard().callStage(bound::get);
        return router.inFlight() == InFlight.FAIL_FAST ? cuttable(region, departures, stage) : stage;
    }

    private static <R extends @Nullable Object> CompletionStage<R> cuttable(
            Region<?> region, int departures, CompletionStage<R> stage) {
        CompletableFuture<R> answer = new CompletableFuture<>();
        UnderWay.Cut cut = () -> answer.completeExceptionally(new RegionLeftException(region));
        region.underWay().add(cut);
        stage.whenComplete((result, failure) -> {
            region.underWay().remove(cut);
            end(answer, result, failure);
        });
        if (region.departures() != departures) {
            UnderWay.cut(cut);
        }
        return answer;
    }

    private static <R extends @Nullable Object> void end(
            CompletableFuture<R> answer, R result, @Nullable Throwable failure) {
        if (failure == null) {
            answer.complete(result);
        } else {
            answer.completeExceptionally(cause(failure));
        }
    }

    /** What a stage that depends on another has failed with. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** A stage may fail with any exception, and what failed is told as it is. */
    @SuppressWarnings("unchecked")
    private static <X extends Throwable> X asItIs(Throwable failure) throws X {
        throw (X) failure;
    }
}

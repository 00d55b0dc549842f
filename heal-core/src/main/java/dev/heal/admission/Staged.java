package dev.heal.admission;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A request that waits to be let in without a thread. */
final class Staged extends Waiter {

    private final LoadShedder shedder;
    private final CompletableFuture<?> result;
    private final LongConsumer start;
    private volatile @Nullable CompletableFuture<@Nullable Void> timer;
    private volatile boolean isAnswered;

    /** @param start what to do once it is let in, with the moment when it was */
    Staged(LoadShedder shedder, Request request, CompletableFuture<?> result, LongConsumer start) {
        super(request);
        this.shedder = shedder;
        this.result = result;
        this.start = start;
    }

    /**
     * Where nothing else happens, nobody but a timer notices that it has waited for too long, or that nobody waits for it any
     * more.
     */
    void leaveAfter(long nanos) {
        CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
        // Not on the timer's own thread: what depends on the result may block.
        over.thenRunAsync(() -> {
            long now = shedder.clock().nanos();
            if (shedder.admission().withdraw(this, now)) {
                rejected(now);
            }
        });
        result.whenComplete((unused, error) -> {
            over.cancel(false);
            if (!isAnswered) {
                shedder.admission().withdraw(this, shedder.clock().nanos());
            }
        });
        timer = over;
        if (isAnswered) {
            over.cancel(false);
        } else {
            over.completeOnTimeout(null, nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void answered() {
        isAnswered = true;
        CompletableFuture<@Nullable Void> over = timer;
        if (over != null) {
            over.cancel(false);
        }
    }

    @Override
    protected void admitted(long now) {
        answered();
        start.accept(now);
    }

    @Override
    protected void rejected(long now) {
        answered();
        result.completeExceptionally(shedder.rejection(request, now));
    }
}

package dev.heal.admission;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** A request that waits to be let in without a thread. */
final class Staged extends Waiter {

    private final LoadShedder shedder;
    private final CompletableFuture<?> result;
    private final LongConsumer start;

    /** @param start what to do once it is let in, with the moment when it was */
    Staged(LoadShedder shedder, Request request, CompletableFuture<?> result, LongConsumer start) {
        super(request);
        this.shedder = shedder;
        this.result = result;
        this.start = start;
    }

    /** Where nothing else happens, nobody but a timer notices that it has waited for too long. */
    void leaveAfter(long nanos) {
        CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS).execute(() -> {
            long now = shedder.clock().nanos();
            if (shedder.admission().withdraw(this, now)) {
                rejected(now);
            }
        });
    }

    @Override
    protected void admitted(long now) {
        start.accept(now);
    }

    @Override
    protected void rejected(long now) {
        result.completeExceptionally(shedder.rejection(request, now));
    }
}

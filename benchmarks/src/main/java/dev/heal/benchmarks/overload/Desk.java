package dev.heal.benchmarks.overload;

import org.jspecify.annotations.Nullable;

/** What a gate can have the server do. */
interface Desk {

    /** Puts the call into the server's queue, first in, first out. */
    void admit(Call call);

    /** Has a worker turn the call away, before it does anything else. */
    void reject(Call call);

    /** Takes the oldest out of the server's queue. */
    @Nullable
    Call dequeue();

    /** How many are in the server's queue. */
    int queued();

    /** There may be something for idle workers in {@link Gate#next}. */
    void wake();

    /** How many workers have nothing to do: for a server's own queue, and for whom knows everything. */
    int idle();

    /** Virtual time, for what asks a clock. */
    long now();
}

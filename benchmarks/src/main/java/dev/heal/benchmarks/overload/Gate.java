package dev.heal.benchmarks.overload;

import dev.heal.admission.CutOff;
import org.jspecify.annotations.Nullable;

/**
 * What stands before a server: decides on each call by {@link Desk#admit} or {@link Desk#reject}, at once or later. Hears
 * only what something in a server's filter chain, or around its executor, would hear. Times are nanoseconds of virtual time.
 */
abstract class Gate {

    final Desk desk;

    Gate(Desk desk) {
        this.desk = desk;
    }

    /** A call has arrived. */
    abstract void arrived(Call call, long now);

    /** A worker is free for another call; null if there is none. */
    @Nullable
    Call next(long now) {
        return desk.dequeue();
    }

    /** A worker has begun with a call. */
    void started(Call call, long now) {}

    /** The server has answered a call, in time or not: a server does not know. */
    void finished(Call call, long now) {}

    /** Each 100 ms. */
    void tick(long now) {}

    /** What the server tells with its answers. */
    CutOff cutOff(long now) {
        return CutOff.NONE;
    }
}

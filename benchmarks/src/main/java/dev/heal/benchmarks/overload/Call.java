package dev.heal.benchmarks.overload;

import dev.heal.admission.Priority;
import org.jspecify.annotations.Nullable;

/** One attempt of a request: the same object as it passes the client, the gate, the queue and a worker. */
final class Call {

    /** The request's number, the same for all of its attempts. */
    final long number;

    /** 0 for the first. */
    final int attempt;

    final Priority priority;
    final int user;

    /** When the request was made, in nanoseconds: of its first attempt. */
    final long made;

    /** When this attempt was sent. */
    long sent;

    /** After that nobody waits for the answer any more. */
    long due;

    /** Whether the client has heard, or has gone. */
    boolean isOver;

    /** Whether the gate has let it in or turned it away. */
    boolean isDecided;

    /** When the gate let it in. */
    long admitted;

    /** Whatever the gate wants to remember of it. */
    @Nullable
    Object token;

    Call(long number, int attempt, Priority priority, int user, long made) {
        this.number = number;
        this.attempt = attempt;
        this.priority = priority;
        this.user = user;
        this.made = made;
    }

    Call again() {
        return new Call(number, attempt + 1, priority, user, made);
    }
}

package dev.heal.benchmarks.overload;

/** The server's queue has a length, as that of a thread pool on an {@code ArrayBlockingQueue}: who finds it full is turned away. */
final class BoundedQueue extends Gate {

    /** What 16 workers of 50 ms do in a quarter of a second, so that a second's patience is enough also when it gets slower. */
    private static final int LENGTH = 80;

    BoundedQueue(Desk desk) {
        super(desk);
    }

    @Override
    void arrived(Call call, long now) {
        if (desk.idle() > 0 || desk.queued() < LENGTH) {
            desk.admit(call);
        } else {
            desk.reject(call);
        }
    }
}

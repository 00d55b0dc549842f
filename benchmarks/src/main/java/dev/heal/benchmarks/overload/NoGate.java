package dev.heal.benchmarks.overload;

/** Nothing: all go into the server's queue. */
final class NoGate extends Gate {

    NoGate(Desk desk) {
        super(desk);
    }

    @Override
    void arrived(Call call, long now) {
        desk.admit(call);
    }
}

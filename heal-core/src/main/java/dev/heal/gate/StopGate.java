package dev.heal.gate;

import dev.heal.policy.Orders;

/** After a human has said stop, nothing starts until a human releases it. */
final class StopGate implements Gate {

    @Override
    public String name() {
        return "stop";
    }

    @Override
    public Answer ask(Question question) {
        Orders.Stop stop = question.orders().stop();
        return stop == null ? Answer.allow() : Answer.waitFor("was stopped " + stop.text());
    }
}

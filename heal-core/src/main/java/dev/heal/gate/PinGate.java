package dev.heal.gate;

import dev.heal.policy.Orders;

/** After a human has pinned a region, no traffic is moved until it is taken back; other repairs go on. */
final class PinGate implements Gate {

    @Override
    public String name() {
        return "pin";
    }

    @Override
    public Answer ask(Question question) {
        Orders.Pin pin = question.orders().pin();
        boolean moves = question.step().remediation().failback() != null;
        return pin == null || !moves ? Answer.allow() : Answer.waitFor("all traffic is pinned to " + pin.text());
    }
}

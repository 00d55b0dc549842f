package dev.heal.gate;

import java.util.List;

/** All the safety rules, in the order in which they are asked. */
public final class Gates {

    /** The first gate that does not allow the step, and what it says. */
    public record Verdict(String gate, Answer answer) {}

    /** What heal asks before every step; the mode comes last. */
    public static final Gates ALL = new Gates(List.of(
            new StopGate(),
            new PinGate(),
            new WarmUpGate(),
            new UnknownSignalsGate(),
            new CommonModeGate(),
            new DependencyGate(),
            new SharedFateGate(),
            new SelectionGate(),
            new OneAtATimeGate(),
            new MinimumHealthyGate(),
            new LastHealthyGate(),
            new SustainedGate(),
            new JitterGate(),
            new GivenUpGate(),
            new AttemptsGate(),
            new CooldownGate(),
            new BudgetGate(),
            new JournalGate(),
            new ModeGate()));

    private final List<Gate> gates;

    public Gates(List<Gate> gates) {
        this.gates = List.copyOf(gates);
    }

    public Verdict ask(Question question) {
        for (Gate gate : gates) {
            Answer answer = gate.ask(question);
            if (!(answer instanceof Answer.Allow)) {
                return new Verdict(gate.name(), answer);
            }
        }
        return new Verdict("all", Answer.allow());
    }
}

package dev.heal.gate;

import java.util.List;

/** All gates but one: the mistakes of a developer who forgot it. */
public final class BrokenGates {

    private static final List<Gate> ALL = List.of(
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
            new ModeGate());

    /** The names of all gates, as in metrics. */
    public static final List<String> NAMES = ALL.stream().map(Gate::name).toList();

    private BrokenGates() {}

    /** @param gate by its name, as in metrics */
    public static Gates without(String gate) {
        List<Gate> others =
                ALL.stream().filter(each -> !each.name().equals(gate)).toList();
        if (others.size() != ALL.size() - 1) {
            throw new IllegalArgumentException("there is no gate " + gate);
        }
        return new Gates(others);
    }
}

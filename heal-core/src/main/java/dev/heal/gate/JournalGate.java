package dev.heal.gate;

import dev.heal.remediation.Risk;

/** Record before act: what cannot be written down does not start. */
final class JournalGate implements Gate {

    @Override
    public String name() {
        return "journal";
    }

    @Override
    public Answer ask(Question question) {
        Risk risk = question.step().remediation().risk();
        return switch (question.ledger().recording().place()) {
            case DISK -> Answer.allow();
            case MEMORY ->
                risk == Risk.SAFE || risk == Risk.REVERSIBLE
                        ? Answer.allow()
                        : Answer.deny("the journal is in memory, by choice: only what is safe or reversible starts");
            case NOWHERE ->
                Answer.waitFor("it could not be recorded: "
                        + question.ledger().recording().reason());
        };
    }
}

package dev.heal.gate;

import dev.heal.remediation.Risk;

/** Record before act: what cannot be written down does not start. */
public final class JournalGate implements Gate {

    /** Whether such a remediation starts only if it is written down where a crash does not reach it. */
    public static boolean needsDisk(Risk risk) {
        return risk != Risk.SAFE && risk != Risk.REVERSIBLE;
    }

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
                needsDisk(risk)
                        ? Answer.deny("the journal is in memory, by choice: only what is safe or reversible starts")
                        : Answer.allow();
            case NOWHERE ->
                Answer.waitFor("it could not be recorded: "
                        + question.ledger().recording().reason());
        };
    }
}

package dev.heal.gate;

/** When too many members of a scope turn bad together it is not the members: then nothing starts for a single one. */
final class CommonModeGate implements Gate {

    static final String NAME = "common-mode";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Answer ask(Question question) {
        String scope = question.scope();
        String incident = scope == null ? null : question.ledger().brakes().get(scope);
        return incident == null || question.isSafe()
                ? Answer.allow()
                : Answer.waitFor("too many of " + scope + " turned bad together, see incident " + incident);
    }
}

package dev.heal.gate;

/** Nothing is taken out of a scope, sick or well, unless another member is known healthy to take over its work. */
final class LastHealthyGate implements Gate {

    @Override
    public String name() {
        return "last-healthy";
    }

    @Override
    public Answer ask(Question question) {
        for (String taken : question.takesAway()) {
            Standing standing = question.ledger().standings().get(taken);
            String scope = standing == null ? null : standing.scope();
            boolean anotherServes = scope == null
                    || question.ledger().serving(scope).stream()
                            .anyMatch(member -> !question.takesAway().contains(member));
            if (!anotherServes) {
                return Answer.waitFor("no other member of " + scope + " is known healthy to take over from " + taken);
            }
        }
        return Answer.allow();
    }
}
